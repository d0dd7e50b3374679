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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of {@link #COLUMNS} into snapshots: the one place that knows both. Columns are read in
 * their order, for a name is looked up from column to column. One for each query, for it remembers
 * what it has parsed: a full house has one show. Not thread-safe.
 */
final class SnapshotRows {
  /** Columns of a snapshot, the first of their query. The activities are {@code a}. */
  static final String COLUMNS =
      """
      s.ref as s_ref, s.original::text, s.original_version, s.place::text, s.place_version,
      s.times::text, s.times_version, s.message, s.message_version, s.reminder, s.reminder_version,
      s.ended, s.ended_version,
      b.ref as b_ref, b.details::text, b.details_version, b.owner, b.owner_version,
      b.seat, b.seat_version, b.place::text, b.place_version, b.times::text, b.times_version,
      b.message, b.message_version, b.reminder, b.reminder_version, b.cancelled, b.cancelled_version,
      d.ref as d_ref, d.owner as d_owner, d.locale, d.activities_enabled,
      d.frequent_updates_enabled, d.start_tokens::text,
      i.activity_kit_id, i.state, i.update_token, i.update_token_registered_at,
      a.start_at, a.start_answer, a.start_count, a.accepted_hash, a.accepted_marks, a.last_push_at,
      a.ended_at, a.ended_kit_id, a.start_token_rejected, a.start_token_rejected_since,
      a.update_token_rejected, a.update_token_rejected_since, a.urgent_paid_until
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
    return snapshot(new RowReader(row));
  }

  /** Leaves the reader behind the columns of the snapshot. */
  ActivitySnapshot snapshot(RowReader row) {
    return new ActivitySnapshot(show(row), booking(row), device(row), instance(row), progress(row));
  }

  private Show show(RowReader row) {
    return new Show(row.text(), json(row, ShowFacts.class), changes(row), flag(row));
  }

  private Booking booking(RowReader row) {
    return new Booking(
        row.text(), json(row, BookingDetails.class), text(row), text(row), changes(row), flag(row));
  }

  private Changes changes(RowReader row) {
    return new Changes(json(row, Gate.class), json(row, Showtime.class), text(row), text(row));
  }

  private static Device device(RowReader row) {
    return new Device(
        row.text(), row.text(), row.textOrNull(), row.flag(), row.flag(), startTokens(row));
  }

  private static Map<String, RegisteredToken> startTokens(RowReader row) {
    String tokens = row.textOrNull();
    return tokens == null ? Map.of() : FacetJson.readMap(tokens, RegisteredToken.class);
  }

  private static @Nullable ActivityInstance instance(RowReader row) {
    String kit = row.textOrNull();
    String state = row.textOrNull();
    String token = row.textOrNull();
    Instant registeredAt = row.timeOrNull();
    if (kit == null || state == null) {
      return null;
    }
    return new ActivityInstance(
        kit,
        InstanceState.valueOf(state.toUpperCase(Locale.ROOT)),
        token == null || registeredAt == null
            ? null
            : new RegisteredToken(new PushToken(token), registeredAt));
  }

  private static PushProgress progress(RowReader row) {
    return new PushProgress(
        start(row),
        row.textOrNull(),
        marks(row.integersOrNull()),
        row.timeOrNull(),
        endedCard(row),
        rejection(row),
        rejection(row),
        row.timeOrNull());
  }

  private static @Nullable StartAttempt start(RowReader row) {
    Instant at = row.timeOrNull();
    String answer = row.textOrNull();
    int count = row.integer();
    return at == null || answer == null
        ? null
        : new StartAttempt(at, StartAnswer.valueOf(answer.toUpperCase(Locale.ROOT)), count);
  }

  private static @Nullable EndedCard endedCard(RowReader row) {
    Instant at = row.timeOrNull();
    String kit = row.textOrNull();
    return at == null ? null : new EndedCard(at, kit);
  }

  private static @Nullable Marks marks(Integer @Nullable [] words) {
    return words == null ? null : Marks.of(List.of(words));
  }

  private static @Nullable TokenRejection rejection(RowReader row) {
    String fingerprint = row.textOrNull();
    Instant since = row.timeOrNull();
    return fingerprint == null || since == null ? null : new TokenRejection(fingerprint, since);
  }

  private <T> @Nullable Facet<T> json(RowReader row, Class<T> type) {
    String json = row.textOrNull();
    return facet(json == null ? null : parse(json, type), row);
  }

  private <T> T parse(String json, Class<T> type) {
    return type.cast(
        parsed.computeIfAbsent(new Parsed(type, json), _ -> FacetJson.read(json, type)));
  }

  private static @Nullable Facet<String> text(RowReader row) {
    return facet(row.textOrNull(), row);
  }

  private static @Nullable Facet<Boolean> flag(RowReader row) {
    return facet(row.flagOrNull(), row);
  }

  /** A facet of which no event spoke has no version. */
  private static <T> @Nullable Facet<T> facet(@Nullable T value, RowReader row) {
    String version = row.text();
    return version.isEmpty() ? null : new Facet<>(value, new FacetVersion(version));
  }
}
