package dev.marquee.dispatcher.retention;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * SQL that forgets bookings and shows, some at a time. Locks as ingest does, users before shows
 * before bookings before activities, and passes over what somebody is writing.
 */
final class BookingRetention {
  /** Where the booking has times of its own, both must be past. */
  private static final String OVER =
      """
        coalesce(s.times->>'endsAt', s.original->'showtime'->>'endsAt')::timestamptz < $1
          and coalesce(b.times->>'endsAt', '-infinity')::timestamptz < $1
      """;

  private static final String OVER_BOOKINGS =
      "select b.id, b.owner from shows s join bookings b on b.show_id = s.id where "
          + OVER
          + " limit $2";

  private static final String LOCK_OVER_BOOKINGS =
      "select b.id from bookings b join shows s on s.id = b.show_id where b.id = any($2) and "
          + OVER
          + " order by b.id for update of b skip locked for share of s skip locked";

  /** The key of a version begins with its event's time, so that keys compare with times. */
  private static final String UNCONFIRMED_BOOKINGS =
      """
      select b.id, b.owner from bookings b
      where b.details_version = ''
        and greatest(b.owner_version, b.seat_version, b.place_version, b.times_version,
          b.message_version, b.reminder_version, b.cancelled_version)
          < to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      limit $2
      """;

  private static final String LOCK_UNCONFIRMED_BOOKINGS =
      "select b.id from bookings b where b.id = any($1) and b.details_version = ''"
          + " order by b.id for update skip locked";

  /** One that somebody got since has an owner again. */
  private static final String DISOWNED_BOOKINGS =
      "select b.id, b.owner from bookings b where b.owner is null and b.disowned_at < $1 limit $2";

  private static final String LOCK_DISOWNED_BOOKINGS =
      "select b.id from bookings b where b.id = any($2) and b.owner is null and b.disowned_at < $1"
          + " order by b.id for update skip locked";

  private static final String LOCK_USERS =
      "select ref from users where ref = any($1) order by ref for update";

  private static final String LOCK_ACTIVITIES =
      "select id from activities where booking_id = any($1) order by id for update";

  private static final String DELETE_INSTANCES =
      """
      delete from instances i using activities a, bookings b
      where a.booking_id = any($1) and b.id = a.booking_id
        and i.device_id = a.device_id and i.booking_ref = b.ref
      """;

  private static final String DELETE_DEAD_LETTERS =
      "delete from dead_letters where activity_id = any($1)";

  private static final String DELETE_ACTIVITIES = "delete from activities where id = any($1)";
  private static final String DELETE_BOOKINGS = "delete from bookings where id = any($1)";

  private static final String DELETE_USERS =
      """
      delete from users u where ref = any($1)
        and not exists (select from bookings where owner = u.ref)
        and not exists (select from devices where owner = u.ref)
      """;

  private static final String LOCK_EMPTY_SHOWS =
      """
      select s.id from shows s
      where (coalesce(s.times->>'endsAt', s.original->'showtime'->>'endsAt')::timestamptz < $1
          or s.original_version = ''
            and greatest(s.place_version, s.times_version, s.message_version, s.reminder_version,
              s.ended_version)
              < to_char($2::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        and not exists (select from bookings b where b.show_id = s.id)
      order by s.id limit $3 for update skip locked
      """;

  /** Looks again: a booking may have come between the look and the lock. */
  private static final String DELETE_SHOWS =
      """
      with gone as (
        delete from shows s where id = any($1)
          and not exists (select from bookings b where b.show_id = s.id)
        returning id)
      , gone_fanouts as (delete from fanouts where show_id in (select id from gone))
      select count(*) from gone
      """;

  private BookingRetention() {}

  /**
   * Forgets bookings whose shows ended before {@code cutoff}.
   *
   * @return how many
   */
  static int forgetOver(Session session, Instant cutoff, int limit) {
    Candidates candidates = new Candidates();
    for (Row row : session.query(OVER_BOOKINGS, cutoff.atOffset(UTC), limit)) {
      candidates.add(row);
    }
    if (candidates.isEmpty()) {
      return 0;
    }
    candidates.lockOwners(session);
    return candidates.forget(
        session, ids(session, LOCK_OVER_BOOKINGS, cutoff.atOffset(UTC), candidates.bookingIds()));
  }

  /**
   * Forgets bookings that nobody confirmed and of which nothing was heard since {@code cutoff}.
   *
   * @return how many
   */
  static int forgetUnconfirmed(Session session, Instant cutoff, int limit) {
    Candidates candidates = new Candidates();
    for (Row row : session.query(UNCONFIRMED_BOOKINGS, cutoff.atOffset(UTC), limit)) {
      candidates.add(row);
    }
    if (candidates.isEmpty()) {
      return 0;
    }
    candidates.lockOwners(session);
    return candidates.forget(
        session, ids(session, LOCK_UNCONFIRMED_BOOKINGS, (Object) candidates.bookingIds()));
  }

  /**
   * Forgets bookings whose owners were erased before {@code cutoff} and that nobody got since.
   *
   * @return how many
   */
  static int forgetDisowned(Session session, Instant cutoff, int limit) {
    Candidates candidates = new Candidates();
    for (Row row : session.query(DISOWNED_BOOKINGS, cutoff.atOffset(UTC), limit)) {
      candidates.add(row);
    }
    return candidates.isEmpty()
        ? 0
        : candidates.forget(
            session,
            ids(session, LOCK_DISOWNED_BOOKINGS, cutoff.atOffset(UTC), candidates.bookingIds()));
  }

  /**
   * Forgets shows without bookings that ended before {@code cutoff}, or that nobody confirmed and
   * of which nothing was heard since {@code unconfirmedCutoff}.
   *
   * @return how many
   */
  static int forgetEmptyShows(
      Session session, Instant cutoff, Instant unconfirmedCutoff, int limit) {
    Long[] shows =
        ids(
            session,
            LOCK_EMPTY_SHOWS,
            cutoff.atOffset(UTC),
            unconfirmedCutoff.atOffset(UTC),
            limit);
    return shows.length == 0
        ? 0
        : session.query(DELETE_SHOWS, (Object) shows).iterator().next().getInteger(0);
  }

  private static Long[] ids(Session session, String sql, Object... parameters) {
    List<Long> ids = new ArrayList<>();
    for (Row row : session.query(sql, parameters)) {
      ids.add(row.getLong("id"));
    }
    return ids.toArray(Long[]::new);
  }

  /** Bookings to forget, and whose they are. */
  private static final class Candidates {
    private final Collection<Long> bookings = new ArrayList<>();
    private final SortedSet<String> owners = new TreeSet<>();

    void add(Row row) {
      bookings.add(row.getLong("id"));
      String owner = row.getString("owner");
      if (owner != null) {
        owners.add(owner);
      }
    }

    boolean isEmpty() {
      return bookings.isEmpty();
    }

    Long[] bookingIds() {
      return bookings.toArray(Long[]::new);
    }

    void lockOwners(Session session) {
      session.query(LOCK_USERS, (Object) owners.toArray(String[]::new));
    }

    /** Forgets those that could be locked, with all that hangs on them. */
    int forget(Session session, Long[] locked) {
      if (locked.length == 0) {
        return 0;
      }
      Long[] activities = ids(session, LOCK_ACTIVITIES, (Object) locked);
      session.query(DELETE_INSTANCES, (Object) locked);
      session.query(DELETE_DEAD_LETTERS, (Object) activities);
      session.query(DELETE_ACTIVITIES, (Object) activities);
      session.query(DELETE_BOOKINGS, (Object) locked);
      session.query(DELETE_USERS, (Object) owners.toArray(String[]::new));
      return locked.length;
    }
  }
}
