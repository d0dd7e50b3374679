package dev.marquee.registry.device;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.token.PushToken;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The guarded statements on {@code activity_instances}; see {@link DeviceStore}. */
@ApplicationScoped
class InstanceStore {

  /**
   * Takes a report in, where it is newer. The shared lock on the device keeps its owner the owner
   * until the commit. An instance that ended never runs again, unless its user left the device and
   * came back.
   */
  private static final String REPORT =
      """
      with owned as (
        select device_id, ownership from devices
        where device_id = :deviceId and user_id = :userId
        for share
      ), changed as (
        insert into activity_instances as held (device_id, activity_kit_id, booking_id,
          attributes_type, state, ownership, version, update_token, update_token_registered_at,
          sequence, observed_at)
        select device_id, :activityKitId, :bookingId, cast(:attributesType as text), :state,
          ownership, nextval('row_versions'), cast(:updateToken as text),
          case when cast(:updateToken as text) is not null
            then cast(:receivedAt as timestamptz) end,
          cast(:sequence as bigint), cast(:observedAt as timestamptz)
        from owned
        on conflict (device_id, activity_kit_id) do update set
          booking_id = excluded.booking_id,
          attributes_type = coalesce(excluded.attributes_type, held.attributes_type),
          state = excluded.state,
          ownership = excluded.ownership,
          version = nextval('row_versions'),
          (update_token, update_token_registered_at) = (
            select excluded.update_token, excluded.update_token_registered_at
              where excluded.update_token is not null
            union all
            select held.update_token, held.update_token_registered_at
              where excluded.update_token is null and :running),
          sequence = coalesce(excluded.sequence, held.sequence),
          observed_at = excluded.observed_at
        where is_newer(excluded.sequence, excluded.observed_at, held.sequence, held.observed_at)
          and (not :running or held.state in ('active', 'stale')
            or held.ownership < excluded.ownership)
        returning old as before, new as after
      ), announced as (
        insert into outbox (shard, topic, records)
        select outbox_shard((after).device_id), 'token-events',
          json_build_array(activity_changed(after, cast(:receivedAt as timestamptz)))
        from changed
        where is_news(before, after)
      )
      select (after).* from changed
      """;

  /** Ends what earlier users left running on a device: their tokens must reach nobody any more. */
  private static final String WITHDRAW =
      """
      with changed as (
        update activity_instances set state = 'ended', ownership = :ownership,
          version = nextval('row_versions'), update_token = null, update_token_registered_at = null
        where device_id = :deviceId and ownership < :ownership
          and (state in ('active', 'stale') or update_token is not null)
        returning new as after
      ), announced as (
        insert into outbox (shard, topic, records)
        select outbox_shard(:deviceId), 'token-events',
          json_agg(activity_changed(after, cast(:receivedAt as timestamptz)))
        from changed
        having count(*) > 0
      )
      select count(*) from changed
      """;

  /**
   * Takes one report in.
   *
   * @return the instance as it is now; nothing where the report changed nothing, because it is old
   *     or the user owns no such device
   */
  Uni<Optional<ActivityInstance>> report(
      Mutiny.Session session,
      String deviceId,
      String userId,
      String activityKitId,
      InstanceFacts facts,
      ReportOrder order) {
    boolean running = facts.state().takesUpdates();
    PushToken token = running ? facts.updateToken() : null;
    return session
        .createNativeQuery(REPORT, ActivityInstance.class)
        .setParameter("deviceId", deviceId)
        .setParameter("userId", userId)
        .setParameter("activityKitId", activityKitId)
        .setParameter("bookingId", facts.bookingId())
        .setParameter("attributesType", facts.attributesType())
        .setParameter("state", WireNames.of(facts.state()))
        .setParameter("running", running)
        .setParameter("updateToken", token == null ? null : token.hex())
        .setParameter("sequence", order.sequence())
        .setParameter("observedAt", DeviceStore.utc(order.observedAt()))
        .setParameter("receivedAt", DeviceStore.utc(order.receivedAt()))
        .getResultList()
        .map(rows -> rows.stream().findFirst());
  }

  /**
   * Ends the instances of earlier users.
   *
   * @param ownership the device's number now
   */
  Uni<Long> withdrawBefore(
      Mutiny.Session session, String deviceId, long ownership, Instant receivedAt) {
    return session
        .createNativeQuery(WITHDRAW, Long.class)
        .setParameter("deviceId", deviceId)
        .setParameter("ownership", ownership)
        .setParameter("receivedAt", DeviceStore.utc(receivedAt))
        .getSingleResult();
  }
}
