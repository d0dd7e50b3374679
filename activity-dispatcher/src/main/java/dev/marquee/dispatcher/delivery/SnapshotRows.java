package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.ActivityInstance;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.Booking;
import dev.marquee.dispatcher.activity.BookingDetails;
import dev.marquee.dispatcher.activity.Changes;
import dev.marquee.dispatcher.activity.Device;
import dev.marquee.dispatcher.activity.Facet;
import dev.marquee.dispatcher.activity.FacetVersion;
import dev.marquee.dispatcher.activity.Marks;
import dev.marquee.dispatcher.activity.PushProgress;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.dispatcher.activity.Show;
import dev.marquee.dispatcher.activity.TokenRejection;
import dev.marquee.dispatcher.database.FacetJson;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of {@link #COLUMNS} into snapshots: the one place that knows both. One for each query,
 * for it remembers what it has parsed: a full house has one show. Not thread-safe.
 */
final class SnapshotRows {
  /** Columns and joins of a snapshot; the activities are {@code a}. */
  static final String COLUMNS =
      """
      a.id, a.device_id, a.changes, a.aps_timestamp, a.unsettled_claims, a.failures,
      a.last_push_at, a.accepted_hash, a.accepted_marks, a.start_at, a.start_answer, a.start_count,
      a.ended_at, a.ended_kit_id, a.start_token_rejected, a.start_token_rejected_since,
      a.update_token_rejected, a.update_token_rejected_since, a.urgent_paid_until,
      b.ref as b_ref, b.details::text as b_details, b.details_version as b_details_version,
      b.owner as b_owner, b.owner_version as b_owner_version,
      b.seat as b_seat, b.seat_version as b_seat_version,
      b.place::text as b_place, b.place_version as b_place_version,
      b.times::text as b_times, b.times_version as b_times_version,
      b.message as b_message, b.message_version as b_message_version,
      b.reminder as b_reminder, b.reminder_version as b_reminder_version,
      b.cancelled as b_cancelled, b.cancelled_version as b_cancelled_version,
      s.ref as s_ref, s.original::text as s_original, s.original_version as s_original_version,
      s.place::text as s_place, s.place_version as s_place_version,
      s.times::text as s_times, s.times_version as s_times_version,
      s.message as s_message, s.message_version as s_message_version,
      s.reminder as s_reminder, s.reminder_version as s_reminder_version,
      s.ended as s_ended, s.ended_version as s_ended_version,
      d.ref as d_ref, d.owner as d_owner, d.app as d_app, d.environment as d_environment,
      d.locale as d_locale, d.activities_enabled as d_enabled,
      d.frequent_updates_enabled as d_frequent, d.start_tokens::text as d_start_tokens,
      d.start_spendings as d_start_spendings,
      i.activity_kit_id as i_kit, i.state as i_state, i.update_token as i_token,
      i.update_token_registered_at as i_token_at
      """;

  /** The card that became known last, a running one before an ended one. */
  static final String JOINS =
      """
      join bookings b on b.id = a.booking_id
      join shows s on s.id = b.show_id
      join devices d on d.id = a.device_id
      left join lateral (
        select i.activity_kit_id, i.state, i.update_token, i.update_token_registered_at
        from instances i
        where i.device_id = a.device_id and i.booking_ref = b.ref
        order by i.state in ('active', 'stale') desc, i.ordinal desc, i.activity_kit_id desc
        limit 1
      ) i on true
      """;

  private final Map<Parsed, Object> parsed = new HashMap<>();

  /** A JSON text as a value of a type. */
  private record Parsed(Class<?> type, String json) {}

  ActivitySnapshot snapshot(Row row) {
    return new ActivitySnapshot(show(row), booking(row), device(row), instance(row), progress(row));
  }

  private Show show(Row row) {
    return new Show(
        row.getString("s_ref"),
        json(row, "s_original", ShowFacts.class),
        changes(row, "s_"),
        bool(row, "s_ended"));
  }

  private Booking booking(Row row) {
    return new Booking(
        row.getString("b_ref"),
        json(row, "b_details", BookingDetails.class),
        text(row, "b_owner"),
        text(row, "b_seat"),
        changes(row, "b_"),
        bool(row, "b_cancelled"));
  }

  private Changes changes(Row row, String prefix) {
    return new Changes(
        json(row, prefix + "place", Gate.class),
        json(row, prefix + "times", Showtime.class),
        text(row, prefix + "message"),
        text(row, prefix + "reminder"));
  }

  private static Device device(Row row) {
    String tokens = row.getString("d_start_tokens");
    return new Device(
        row.getString("d_ref"),
        row.getString("d_owner"),
        row.getString("d_locale"),
        row.getBoolean("d_enabled"),
        row.getBoolean("d_frequent"),
        tokens == null ? Map.of() : FacetJson.readMap(tokens, RegisteredToken.class));
  }

  private static @Nullable ActivityInstance instance(Row row) {
    String kit = row.getString("i_kit");
    if (kit == null) {
      return null;
    }
    String token = row.getString("i_token");
    return new ActivityInstance(
        kit,
        InstanceState.valueOf(row.getString("i_state").toUpperCase(Locale.ROOT)),
        token == null
            ? null
            : new RegisteredToken(
                new PushToken(token), row.getOffsetDateTime("i_token_at").toInstant()));
  }

  private static PushProgress progress(Row row) {
    Instant startAt = time(row, "start_at");
    Instant endedAt = time(row, "ended_at");
    return new PushProgress(
        startAt == null
            ? null
            : new StartAttempt(
                startAt,
                StartAnswer.valueOf(row.getString("start_answer").toUpperCase(Locale.ROOT)),
                row.getInteger("start_count")),
        row.getString("accepted_hash"),
        marks(row.getArrayOfIntegers("accepted_marks")),
        time(row, "last_push_at"),
        endedAt == null ? null : new EndedCard(endedAt, row.getString("ended_kit_id")),
        rejection(row, "start_token_rejected"),
        rejection(row, "update_token_rejected"),
        time(row, "urgent_paid_until"));
  }

  private static @Nullable Marks marks(Integer @Nullable [] words) {
    return words == null ? null : Marks.of(List.of(words));
  }

  private static @Nullable TokenRejection rejection(Row row, String column) {
    String fingerprint = row.getString(column);
    return fingerprint == null
        ? null
        : new TokenRejection(fingerprint, row.getOffsetDateTime(column + "_since").toInstant());
  }

  private <T> @Nullable Facet<T> json(Row row, String column, Class<T> type) {
    FacetVersion version = version(row, column);
    String json = row.getString(column);
    return version == null ? null : new Facet<>(json == null ? null : parse(json, type), version);
  }

  private <T> T parse(String json, Class<T> type) {
    return type.cast(
        parsed.computeIfAbsent(new Parsed(type, json), _ -> FacetJson.read(json, type)));
  }

  private static @Nullable Facet<String> text(Row row, String column) {
    FacetVersion version = version(row, column);
    return version == null ? null : new Facet<>(row.getString(column), version);
  }

  private static @Nullable Facet<Boolean> bool(Row row, String column) {
    FacetVersion version = version(row, column);
    return version == null ? null : new Facet<>(row.getBoolean(column), version);
  }

  private static @Nullable FacetVersion version(Row row, String column) {
    String key = row.getString(column + "_version");
    return key.isEmpty() ? null : new FacetVersion(key);
  }

  private static @Nullable Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
