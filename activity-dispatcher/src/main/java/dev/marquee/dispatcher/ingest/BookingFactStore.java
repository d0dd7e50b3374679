package dev.marquee.dispatcher.ingest;

import static dev.marquee.dispatcher.database.FacetJson.writeRows;

import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Touched;
import dev.marquee.dispatcher.ingest.BookingRows.BookingRow;
import dev.marquee.dispatcher.ingest.BookingRows.ShowRow;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** SQL that merges booking facts into the shows and bookings of the database. */
@ApplicationScoped
class BookingFactStore {
  /**
   * The rule of every facet: the greater version holds; {@code original} alone keeps the least, for
   * a confirmation creates a show and never changes it. Rows that bring nothing new are left alone,
   * so that a thousand confirmations of one show do not queue for its row.
   */
  private static final String MERGE_SHOWS =
      """
      with given as (
        select ref, original, coalesce(original_version, '') as original_version,
          place, coalesce(place_version, '') as place_version,
          times, coalesce(times_version, '') as times_version,
          message, coalesce(message_version, '') as message_version,
          reminder, coalesce(reminder_version, '') as reminder_version,
          ended, coalesce(ended_version, '') as ended_version
        from json_to_recordset($1::text::json) as g (
          ref text, original json, original_version text collate "C",
          place json, place_version text collate "C", times json, times_version text collate "C",
          message text, message_version text collate "C",
          reminder text, reminder_version text collate "C",
          ended boolean, ended_version text collate "C")
      )
      insert into shows as s (
        ref, original, original_version, place, place_version, times, times_version,
        message, message_version, reminder, reminder_version, ended, ended_version)
      select
        ref, original, original_version, place, place_version, times, times_version,
        message, message_version, reminder, reminder_version, ended, ended_version
      from given
      where not exists (
        select from shows known
        where known.ref = given.ref
          and not (given.original_version <> ''
            and (known.original_version = '' or given.original_version < known.original_version))
          and given.place_version <= known.place_version
          and given.times_version <= known.times_version
          and given.message_version <= known.message_version
          and given.reminder_version <= known.reminder_version
          and given.ended_version <= known.ended_version)
      order by ref
      on conflict (ref) do update set
        original = case when excluded.original_version <> ''
            and (s.original_version = '' or excluded.original_version < s.original_version)
          then excluded.original else s.original end,
        original_version = case when excluded.original_version <> ''
            and (s.original_version = '' or excluded.original_version < s.original_version)
          then excluded.original_version else s.original_version end,
        place = case when excluded.place_version > s.place_version
          then excluded.place else s.place end,
        place_version = greatest(excluded.place_version, s.place_version),
        times = case when excluded.times_version > s.times_version
          then excluded.times else s.times end,
        times_version = greatest(excluded.times_version, s.times_version),
        message = case when excluded.message_version > s.message_version
          then excluded.message else s.message end,
        message_version = greatest(excluded.message_version, s.message_version),
        reminder = case when excluded.reminder_version > s.reminder_version
          then excluded.reminder else s.reminder end,
        reminder_version = greatest(excluded.reminder_version, s.reminder_version),
        ended = case when excluded.ended_version > s.ended_version
          then excluded.ended else s.ended end,
        ended_version = greatest(excluded.ended_version, s.ended_version)
      returning new.id, new.ref, old.id is not null as known
      """;

  private static final String LOCK_SHOWS =
      "select ref from shows where ref = any($1) order by ref for share";

  private static final String MERGE_BOOKINGS =
      """
      with given as (
        select g.ref, s.id as show_id, app, details,
          coalesce(details_version, '') as details_version,
          owner, coalesce(owner_version, '') as owner_version,
          seat, coalesce(seat_version, '') as seat_version,
          g.place, coalesce(g.place_version, '') as place_version,
          g.times, coalesce(g.times_version, '') as times_version,
          g.message, coalesce(g.message_version, '') as message_version,
          g.reminder, coalesce(g.reminder_version, '') as reminder_version,
          cancelled, coalesce(cancelled_version, '') as cancelled_version
        from json_to_recordset($1::text::json) as g (
          ref text, show text, app text, details json, details_version text collate "C",
          owner text, owner_version text collate "C", seat text, seat_version text collate "C",
          place json, place_version text collate "C", times json, times_version text collate "C",
          message text, message_version text collate "C",
          reminder text, reminder_version text collate "C",
          cancelled boolean, cancelled_version text collate "C")
        left join shows s on s.ref = g.show
      )
      insert into bookings as b (
        ref, show_id, app, details, details_version, owner, owner_version, seat, seat_version,
        place, place_version, times, times_version, message, message_version,
        reminder, reminder_version, cancelled, cancelled_version)
      select
        ref, show_id, app, details, details_version, owner, owner_version, seat, seat_version,
        place, place_version, times, times_version, message, message_version,
        reminder, reminder_version, cancelled, cancelled_version
      from given
      order by ref
      on conflict (ref) do update set
        show_id = case when excluded.details_version > b.details_version
          then excluded.show_id else b.show_id end,
        app = case when excluded.details_version > b.details_version
          then excluded.app else b.app end,
        details = case when excluded.details_version > b.details_version
          then excluded.details else b.details end,
        details_version = greatest(excluded.details_version, b.details_version),
        owner = case when excluded.owner_version > b.owner_version
          then excluded.owner else b.owner end,
        owner_version = greatest(excluded.owner_version, b.owner_version),
        seat = case when excluded.seat_version > b.seat_version
          then excluded.seat else b.seat end,
        seat_version = greatest(excluded.seat_version, b.seat_version),
        place = case when excluded.place_version > b.place_version
          then excluded.place else b.place end,
        place_version = greatest(excluded.place_version, b.place_version),
        times = case when excluded.times_version > b.times_version
          then excluded.times else b.times end,
        times_version = greatest(excluded.times_version, b.times_version),
        message = case when excluded.message_version > b.message_version
          then excluded.message else b.message end,
        message_version = greatest(excluded.message_version, b.message_version),
        reminder = case when excluded.reminder_version > b.reminder_version
          then excluded.reminder else b.reminder end,
        reminder_version = greatest(excluded.reminder_version, b.reminder_version),
        cancelled = case when excluded.cancelled_version > b.cancelled_version
          then excluded.cancelled else b.cancelled end,
        cancelled_version = greatest(excluded.cancelled_version, b.cancelled_version)
      where excluded.details_version > b.details_version
        or excluded.owner_version > b.owner_version
        or excluded.seat_version > b.seat_version
        or excluded.place_version > b.place_version
        or excluded.times_version > b.times_version
        or excluded.message_version > b.message_version
        or excluded.reminder_version > b.reminder_version
        or excluded.cancelled_version > b.cancelled_version
      returning new.id, new.ref, new.owner,
        (old.owner, old.app) is distinct from (new.owner, new.app) as moved
      """;

  private static final String ADD_FANOUTS =
      "insert into fanouts (show_id) select unnest($1::bigint[]) order by 1";

  /**
   * Merges a batch in the caller's transaction.
   *
   * @param now business time
   * @return how many records changed something, and whose cards that concerns
   */
  Merged merge(Session session, BookingFacts facts, Instant now) {
    List<Long> fannedOut = new ArrayList<>();
    Touched touched = Touched.NOTHING;
    Set<EventSubject> changed = new HashSet<>();
    List<ShowRow> shows = facts.shows().stream().map(ShowRow::of).toList();
    if (!shows.isEmpty()) {
      String[] refs = shows.stream().map(ShowRow::ref).toArray(String[]::new);
      do {
        for (Row row : session.query(MERGE_SHOWS, writeRows(shows))) {
          changed.add(new EventSubject.OfShow(row.getString("ref")));
          if (row.getBoolean("known")) {
            fannedOut.add(row.getLong("id"));
          }
        }
        // Retention may forget one between the two statements: it is new then.
      } while (session.query(LOCK_SHOWS, (Object) refs).size() < refs.length);
    }
    List<BookingRow> bookings = facts.bookings().stream().map(BookingRow::of).toList();
    if (!bookings.isEmpty()) {
      List<Long> ids = new ArrayList<>();
      List<Long> moved = new ArrayList<>();
      Set<String> owners = new TreeSet<>();
      for (Row row : session.query(MERGE_BOOKINGS, writeRows(bookings))) {
        ids.add(row.getLong("id"));
        changed.add(new EventSubject.OfBooking(row.getString("ref")));
        String owner = row.getString("owner");
        if (row.getBoolean("moved") && owner != null) {
          moved.add(row.getLong("id"));
          owners.add(owner);
        }
      }
      OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
      if (!moved.isEmpty()) {
        ActivityPairing.pair(session, time, owners, moved, List.of());
      }
      touched = Touched.bookings(ids);
      if (!moved.isEmpty()) {
        UserErasure.refuse(session, moved, time);
      }
    }
    if (!fannedOut.isEmpty()) {
      session.query(ADD_FANOUTS, (Object) fannedOut.toArray(Long[]::new));
    }
    return new Merged(facts.recordsAbout(changed), touched);
  }
}
