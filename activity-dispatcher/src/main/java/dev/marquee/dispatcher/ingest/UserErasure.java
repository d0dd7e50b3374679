package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.database.Transactions.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * SQL that forgets users and all their bookings, and that refuses what comes back later: events
 * from before the erasure, replayed or late. A hash of the user's id is all that is kept for it.
 * Runs inside the caller's transaction.
 */
final class UserErasure {
  private static final String MARK =
      """
      insert into erased_users (user_hash, erased_before)
      select sha256(convert_to(e.ref, 'UTF8')),
        to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      from unnest($1::text[], $2::timestamptz[]) as e (ref, at)
      order by 1
      on conflict (user_hash) do update
        set erased_before = greatest(erased_users.erased_before, excluded.erased_before)
      """;

  private static final String DELETE_BOOKINGS =
      """
      with gone as (
        delete from bookings b using erased_users e
        where b.owner = any($1) and e.user_hash = sha256(convert_to(b.owner, 'UTF8'))
          and b.owner_version < e.erased_before
        returning b.id)
      delete from activities where booking_id in (select id from gone)
      """;

  private static final String DELETE_USERS =
      """
      delete from users u where ref = any($1)
        and not exists (select from bookings where owner = u.ref)
        and not exists (select from devices where owner = u.ref)
      """;

  private static final String REFUSE =
      """
      with gone as (
        delete from bookings b using erased_users e
        where b.id = any($1) and e.user_hash = sha256(convert_to(b.owner, 'UTF8'))
          and b.owner_version < e.erased_before
        returning b.id)
      delete from activities where booking_id in (select id from gone)
      """;

  private UserErasure() {}

  /** Erases users, each with the bookings that were theirs before the given time. */
  static void erase(Session session, Map<String, Instant> erasedUsers) {
    String[] users = erasedUsers.keySet().toArray(String[]::new);
    OffsetDateTime[] times =
        erasedUsers.values().stream()
            .map(at -> at.atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    ActivityPairing.lockUsers(session, users);
    session.query(MARK, users, times);
    session.query(DELETE_BOOKINGS, (Object) users);
    session.query(DELETE_USERS, (Object) users);
  }

  /**
   * Deletes again what an old event has just written. The owners' rows are locked, so an erasure
   * either has left its mark or will find the bookings.
   */
  static void refuse(Session session, List<Long> bookingIds) {
    session.query(REFUSE, (Object) bookingIds.toArray(Long[]::new));
  }
}
