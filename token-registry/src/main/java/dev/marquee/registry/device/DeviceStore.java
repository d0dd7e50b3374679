package dev.marquee.registry.device;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.registry.access.DeviceCredential;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The guarded statements on {@code devices}. Each changes the row under its lock and writes the
 * event in the same breath, so that the ids of the outbox are in the order of the commits of a
 * device.
 */
@ApplicationScoped
class DeviceStore {
  /** What a {@link Device} is read from, of a row as it is after the change. */
  private static final String DEVICE =
      """
      select %s
      from (select (after).* from changed) as device
      """
          .formatted(Device.COLUMNS);

  private static final String ANNOUNCE =
      """
      announced as (
        insert into outbox (shard, topic, records)
        select outbox_shard((after).device_id), 'token-events',
          json_build_array(device_changed(after, cast(:receivedAt as timestamptz)))
        from changed
        where is_news(before, after)
      )
      """;

  /**
   * Takes a report in: facts and each token where they are newer. Another user's sign-in moves the
   * device, if it is newer; tokens stay with the install, but not with another build of the app.
   */
  private static final String REGISTER =
      """
      with report as (
        select cast(:deviceId as text) as device_id, cast(:userId as text) as user_id,
          cast(:app as text) as app, cast(:environment as text) as environment,
          cast(:osVersion as text) as os_version, cast(:appVersion as text) as app_version,
          cast(:locale as text) as locale, cast(:timeZone as text) as time_zone,
          cast(:activitiesEnabled as boolean) as activities_enabled,
          cast(:frequentUpdatesEnabled as boolean) as frequent_updates_enabled,
          cast(cast(:startTokens as text) as jsonb) as start_tokens,
          cast(:sequence as bigint) as sequence,
          cast(:observedAt as timestamptz) as observed_at,
          cast(:receivedAt as timestamptz) as received_at
      ), changed as (
        insert into devices as held (device_id, user_id, ownership, version, app, environment,
          os_version, app_version, locale, time_zone, activities_enabled, frequent_updates_enabled,
          start_tokens, sequence, observed_at, last_seen_at)
        select device_id, user_id, 1, nextval('row_versions'), app, environment,
          os_version, app_version, locale, time_zone, coalesce(activities_enabled, true),
          coalesce(frequent_updates_enabled, false),
          merge_start_tokens('{}', start_tokens, sequence, observed_at, received_at),
          sequence, observed_at, received_at
        from report
        on conflict (device_id) do update set
          (user_id, ownership, app, environment, os_version, app_version, locale, time_zone,
            activities_enabled, frequent_updates_enabled, sequence, observed_at, start_tokens) = (
            -- Without a fresh row the report is an older one, and every fact stays as it is.
            select coalesce(fresh.user_id, held.user_id),
              held.ownership + case when fresh.user_id <> held.user_id then 1 else 0 end,
              coalesce(fresh.app, held.app),
              coalesce(fresh.environment, held.environment),
              coalesce(fresh.os_version, held.os_version),
              coalesce(fresh.app_version, held.app_version),
              coalesce(fresh.locale, held.locale),
              coalesce(fresh.time_zone, held.time_zone),
              coalesce(fresh.activities_enabled, held.activities_enabled),
              coalesce(fresh.frequent_updates_enabled, held.frequent_updates_enabled),
              coalesce(fresh.sequence, held.sequence),
              coalesce(fresh.observed_at, held.observed_at),
              merge_start_tokens(
                case when (fresh.app, fresh.environment) <> (held.app, held.environment)
                  then '{}' else held.start_tokens end,
                report.start_tokens, report.sequence, report.observed_at, report.received_at)
            from report
            left join report as fresh on is_newer(
              fresh.sequence, fresh.observed_at, held.sequence, held.observed_at)),
          version = nextval('row_versions'),
          last_seen_at = excluded.last_seen_at
        where held.user_id = excluded.user_id
          or is_newer(excluded.sequence, excluded.observed_at, held.sequence, held.observed_at)
        returning old as before, new as after
      ), %s, issued as (
        insert into device_credentials (credential_hash, device_id, ownership)
        select decode(cast(:credentialHash as text), 'hex'), (after).device_id, (after).ownership
        from changed
        where cast(:credentialHash as text) is not null
      ), superseded as (
        -- Handed out before, but never seen in use: the answer did not arrive.
        delete from device_credentials using changed
        where device_id = (after).device_id and used_at is null
          and cast(:credentialHash as text) is not null
      )
      %s
      """
          .formatted(ANNOUNCE, DEVICE);

  private static final String REVOKE =
      """
      with found as (
        select device_id from devices
        where device_id = :deviceId and user_id <> '' and (user_id = :userId or :ofAnyUser)
      ), revoked as (
        delete from device_credentials using found
        where device_credentials.device_id = found.device_id
      )
      select count(*) from found
      """;

  /**
   * Takes a report in.
   *
   * @param claim what may be taken of the report's start tokens
   * @param credential to be issued to the device, where a user signed in; null otherwise
   * @return the device as it is now; nothing where it is another user's, and not to be moved
   */
  Uni<Optional<Device>> register(
      Mutiny.Session session,
      String deviceId,
      String userId,
      DeviceReport report,
      StartTokenClaim claim,
      ReportOrder order,
      @Nullable DeviceCredential credential) {
    return withOrder(session.createNativeQuery(REGISTER, Device.class), order)
        .setParameter("deviceId", deviceId)
        .setParameter("userId", userId)
        .setParameter("app", report.app())
        .setParameter("environment", WireNames.of(report.environment()))
        .setParameter("osVersion", report.osVersion())
        .setParameter("appVersion", report.appVersion())
        .setParameter("locale", report.locale())
        .setParameter("timeZone", report.timeZone())
        .setParameter("activitiesEnabled", report.activitiesEnabled())
        .setParameter("frequentUpdatesEnabled", report.frequentUpdatesEnabled())
        .setParameter("startTokens", claim.tokens())
        .setParameter("credentialHash", credential == null ? null : credential.hash())
        .getResultList()
        .map(rows -> rows.stream().findFirst());
  }

  /** Voids every credential of a device; answers whether there is such a device of the user. */
  Uni<Boolean> revokeCredentials(
      Mutiny.Session session, String deviceId, String userId, boolean ofAnyUser) {
    return session
        .createNativeQuery(REVOKE, Long.class)
        .setParameter("deviceId", deviceId)
        .setParameter("userId", userId)
        .setParameter("ofAnyUser", ofAnyUser)
        .getSingleResult()
        .map(found -> found > 0);
  }

  private static <T> Mutiny.SelectionQuery<T> withOrder(
      Mutiny.SelectionQuery<T> query, ReportOrder order) {
    return query
        .setParameter("sequence", order.sequence())
        .setParameter("observedAt", utc(order.observedAt()))
        .setParameter("receivedAt", utc(order.receivedAt()));
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
