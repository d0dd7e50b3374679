package dev.marquee.registry.device;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make the registry forget. Each row says its last state, without any token,
 * and then its tombstone: whoever reads either lets go of it.
 */
@ApplicationScoped
class ErasureStore {

  private static final String LOCK =
      """
      select device_id from devices
      where user_id = :userId and device_id = coalesce(cast(:deviceId as text), device_id)
      order by device_id
      for update
      """;

  private static final String LET_GO =
      """
      with forgotten as (
        update devices set start_tokens = '{}', version = nextval('row_versions')
        where user_id = :userId and device_id = coalesce(cast(:deviceId as text), device_id)
        returning new as after
      ), ended as (
        update activity_instances as instance set state = 'ended', version = nextval('row_versions'),
          update_token = null, update_token_registered_at = null
        from forgotten
        where instance.device_id = (forgotten.after).device_id
        returning new as after
      ), states as (
        select (after).device_id, device_changed(after, cast(:at as timestamptz)) as record
        from forgotten
        union all
        select (after).device_id, activity_changed(after, cast(:at as timestamptz))
        from ended
      ), announced as (
        insert into outbox (shard, topic, records)
        select outbox_shard(device_id), 'token-events', json_agg(record)
        from states
        group by device_id
      )
      select count(*) from forgotten
      """;

  private static final String DELETE =
      """
      with deleted as (
        delete from devices
        where user_id = :userId and device_id = coalesce(cast(:deviceId as text), device_id)
        returning device_id
      ), keys as (
        select device_id, device_id as key from deleted
        union all
        select device_id, device_id || '/' || activity_kit_id
        from activity_instances join deleted using (device_id)
      ), announced as (
        insert into outbox (shard, topic, records)
        select outbox_shard(device_id), 'token-events', json_agg(tombstone(key, device_id))
        from keys
        group by device_id
      )
      select count(*) from deleted
      """;

  private static final String SAY_USER_ERASED =
      """
      with announced as (
        insert into outbox (shard, topic, records)
        values (outbox_shard(:userId), 'token-events', json_build_array(
          user_erased(:userId, nextval('row_versions'), cast(:at as timestamptz))))
        returning id
      )
      select count(*) from announced
      """;

  /**
   * Erases one device of a user with all that belongs to it.
   *
   * @return how many devices that were: none where the user owns no such device
   */
  Uni<Long> eraseDevice(Mutiny.Session session, String userId, String deviceId, Instant at) {
    return erase(session, userId, deviceId, at);
  }

  /** Erases all devices of a user, and says so to those who keep the user's bookings. */
  Uni<Long> eraseUser(Mutiny.Session session, String userId, Instant at) {
    return erase(session, userId, null, at)
        .call(() ->
            session
                .createNativeQuery(SAY_USER_ERASED, Long.class)
                .setParameter("userId", userId)
                .setParameter("at", DeviceStore.utc(at))
                .getSingleResult());
  }

  private static Uni<Long> erase(
      Mutiny.Session session, String userId, @Nullable String deviceId, Instant at) {
    return ofUser(session.createNativeQuery(LOCK, String.class), userId, deviceId)
        .getResultList()
        .chain(() ->
            ofUser(session.createNativeQuery(LET_GO, Long.class), userId, deviceId)
                .setParameter("at", DeviceStore.utc(at))
                .getSingleResult())
        .chain(() ->
            ofUser(session.createNativeQuery(DELETE, Long.class), userId, deviceId)
                .getSingleResult());
  }

  private static <T> Mutiny.SelectionQuery<T> ofUser(
      Mutiny.SelectionQuery<T> query, String userId, @Nullable String deviceId) {
    return query.setParameter("userId", userId).setParameter("deviceId", deviceId);
  }
}
