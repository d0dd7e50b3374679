package dev.marquee.dispatcher.ingest;

import static dev.marquee.dispatcher.database.FacetJson.writeRows;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Touched;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** SQL that merges token facts into the devices and instances of the database. */
@ApplicationScoped
class TokenFactStore {
  /**
   * Owner of a device that nobody has: no booking is ever this owner's, so every card on the device
   * ends.
   */
  private static final String NOBODY = "";

  /** An instance may be known before its device; its row then waits here for the facts. */
  private static final String ADD_DEVICES =
      "insert into devices (ref) select distinct r from unnest($1::text[]) r order by r"
          + " on conflict do nothing";

  private static final String MERGE_DEVICES =
      """
      with given as (
        select * from json_to_recordset($1::text::json) as g (
          ref text, version bigint, ownership bigint, owner text, app text, environment text,
          locale text, activities_enabled boolean, frequent_updates_enabled boolean,
          start_tokens json)
      ), locked as (
        select d.id, g.* from given g join devices d on d.ref = g.ref
        order by d.id for no key update of d
      )
      update devices d
      set version = g.version, ownership = g.ownership, owner = g.owner, app = g.app,
          environment = g.environment, locale = g.locale,
          activities_enabled = g.activities_enabled,
          frequent_updates_enabled = g.frequent_updates_enabled,
          start_tokens = g.start_tokens
      from locked g
      where d.id = g.id and g.version > d.version and g.ownership >= d.ownership
      returning new.id, new.ref as key, new.owner,
        (old.owner, old.app, old.environment) is distinct from
          (new.owner, new.app, new.environment) as moved
      """;

  private static final String MERGE_INSTANCES =
      """
      with given as (
        select g.*, d.id as device_id
        from json_to_recordset($1::text::json) as g (
          device text, activity_kit_id text, booking text, version bigint, ownership bigint,
          ordinal bigint, state text, update_token text, update_token_registered_at timestamptz)
        join devices d on d.ref = g.device
      )
      insert into instances as i (
        device_id, activity_kit_id, booking_ref, version, ownership, ordinal, state,
        update_token, update_token_registered_at)
      select device_id, activity_kit_id, booking, version, ownership, ordinal, state,
        update_token, update_token_registered_at
      from given
      order by device_id, activity_kit_id
      on conflict (device_id, activity_kit_id) do update set
        booking_ref = excluded.booking_ref, version = excluded.version,
        ownership = excluded.ownership,
        ordinal = excluded.ordinal, state = excluded.state,
        update_token = excluded.update_token,
        update_token_registered_at = excluded.update_token_registered_at
      where excluded.version > i.version and excluded.ownership >= i.ownership
      returning i.device_id,
        (select d.ref from devices d where d.id = i.device_id) || '/' || i.activity_kit_id as key
      """;

  private static final String DELETE_INSTANCES =
      """
      delete from instances i using devices d
      where d.id = i.device_id and d.ref || '/' || i.activity_kit_id = any($1)
        and d.ref in (select split_part(k, '/', 1) from unnest($1::text[]) k)
      returning d.ref || '/' || i.activity_kit_id as key
      """;

  private static final String DELETE_DEVICES =
      """
      with gone as (delete from devices where ref = any($1) returning id, ref),
        gone_instances as (delete from instances where device_id in (select id from gone)),
        gone_activities as (delete from activities where device_id in (select id from gone))
      select ref as key from gone
      """;

  /**
   * Merges a batch in the caller's transaction.
   *
   * @param now business time
   * @return how many records changed something, and whose cards that concerns
   */
  Merged merge(Session session, TokenFacts facts, Instant now) {
    OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
    Set<String> changed = delete(session, facts, time);
    Set<String> deviceRefs = facts.deviceIds();
    if (deviceRefs.isEmpty()) {
      return new Merged(facts.recordsAbout(changed), Touched.NOTHING);
    }
    session.query(ADD_DEVICES, (Object) deviceRefs.toArray(String[]::new));
    Set<String> owners = new TreeSet<>();
    Set<Long> moved = new TreeSet<>();
    Set<Long> touched = new TreeSet<>();
    List<DeviceRow> devices = facts.devices().stream().map(DeviceRow::of).toList();
    if (!devices.isEmpty()) {
      for (Row row : session.query(MERGE_DEVICES, writeRows(devices))) {
        changed.add(row.getString("key"));
        touched.add(row.getLong("id"));
        if (row.getBoolean("moved") && !row.getString("owner").equals(NOBODY)) {
          moved.add(row.getLong("id"));
          owners.add(row.getString("owner"));
        }
      }
    }
    List<InstanceRow> instances = facts.instances().stream().map(InstanceRow::of).toList();
    if (!instances.isEmpty()) {
      for (Row row : session.query(MERGE_INSTANCES, writeRows(instances))) {
        changed.add(row.getString("key"));
        touched.add(row.getLong("device_id"));
      }
    }
    if (!moved.isEmpty()) {
      ActivityPairing.pair(session, time, owners, List.of(), moved);
    }
    return new Merged(facts.recordsAbout(changed), Touched.devices(touched));
  }

  /** The keys that were there to be deleted. */
  private static Set<String> delete(Session session, TokenFacts facts, OffsetDateTime now) {
    Set<String> deleted = new HashSet<>();
    String[] instances =
        facts.deletedKeys().stream().filter(TokenFacts::isInstanceKey).toArray(String[]::new);
    if (instances.length > 0) {
      session
          .query(DELETE_INSTANCES, (Object) instances)
          .forEach(row -> deleted.add(row.getString("key")));
    }
    String[] devices =
        facts.deletedKeys().stream()
            .filter(key -> !TokenFacts.isInstanceKey(key))
            .toArray(String[]::new);
    if (devices.length > 0) {
      session
          .query(DELETE_DEVICES, (Object) devices)
          .forEach(row -> deleted.add(row.getString("key")));
    }
    if (!facts.erasedUsers().isEmpty()) {
      UserErasure.erase(session, facts.erasedUsers(), now);
    }
    return deleted;
  }

  /** The row that a device's facts become; components are named as the columns, in camel case. */
  private record DeviceRow(
      String ref,
      long version,
      long ownership,
      String owner,
      String app,
      String environment,
      @Nullable String locale,
      boolean activitiesEnabled,
      boolean frequentUpdatesEnabled,
      @JsonRawValue String startTokens) {
    static DeviceRow of(DeviceChanged device) {
      return new DeviceRow(
          device.deviceId(),
          device.version(),
          device.ownership(),
          device.userId() == null ? NOBODY : device.userId(),
          device.app(),
          WireNames.of(device.environment()),
          device.locale(),
          device.activitiesEnabled(),
          device.frequentUpdatesEnabled(),
          FacetJson.write(device.startTokens()));
    }
  }

  /** The row that an instance becomes; components are named as the columns, in camel case. */
  private record InstanceRow(
      String device,
      String activityKitId,
      String booking,
      long version,
      long ownership,
      long ordinal,
      String state,
      @Nullable String updateToken,
      @Nullable Instant updateTokenRegisteredAt) {
    static InstanceRow of(ActivityChanged instance) {
      RegisteredToken token = instance.updateToken();
      return new InstanceRow(
          instance.deviceId(),
          instance.activityKitId(),
          instance.bookingId(),
          instance.version(),
          instance.ownership(),
          instance.ordinal(),
          WireNames.of(instance.state()),
          token == null ? null : token.token().hex(),
          token == null ? null : token.registeredAt());
    }
  }
}
