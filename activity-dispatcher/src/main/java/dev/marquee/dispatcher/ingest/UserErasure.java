package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SQL that forgets users, and that refuses what comes back later: events from before the erasure,
 * replayed or late. A hash of the user's id is all that is kept for it. Runs inside the caller's
 * transaction.
 *
 * <p>A booking loses its owner at once and its activities with it, but stays for a while: the event
 * that handed it on to somebody else may be late, for it comes on another topic, and has to find
 * the facts. {@code Retention} forgets the booking if nobody got it.
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

  /** The version of the owner stays, so that nothing older names one again. */
  private static final String DISOWN =
      """
      with disowned as (
        update bookings b set owner = null, disowned_at = $2
        from erased_users e
        where b.%s = any($1) and e.user_hash = sha256(convert_to(b.owner, 'UTF8'))
          and b.owner_version < e.erased_before
        returning b.id, old.owner
      ), gone as (
        delete from activities where booking_id in (select id from disowned) returning id
      ), gone_letters as (
        delete from dead_letters where activity_id in (select id from gone)
      )
      select distinct owner from disowned
      """;

  private static final String DISOWN_OF_USERS = DISOWN.formatted("owner");
  private static final String DISOWN_AGAIN = DISOWN.formatted("id");

  private static final String DELETE_USERS =
      """
      delete from users u where ref = any($1)
        and not exists (select from bookings where owner = u.ref)
        and not exists (select from devices where owner = u.ref)
      """;

  private UserErasure() {}

  /**
   * Erases users: takes from them the bookings that were theirs before the given time.
   *
   * @param now business time
   */
  static void erase(Session session, Map<String, Instant> erasedUsers, OffsetDateTime now) {
    String[] users = erasedUsers.keySet().toArray(String[]::new);
    OffsetDateTime[] times =
        erasedUsers.values().stream()
            .map(at -> at.atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    ActivityPairing.lockUsers(session, users);
    session.query(MARK, users, times);
    session.query(DISOWN_OF_USERS, users, now);
    session.query(DELETE_USERS, (Object) users);
  }

  /**
   * Takes bookings again from erased users to whom an old event has just given them. The owners'
   * rows are locked, so an erasure either has left its mark or will find the bookings.
   *
   * @param now business time
   */
  static void refuse(Session session, List<Long> bookingIds, OffsetDateTime now) {
    List<String> owners = new ArrayList<>();
    for (Row row : session.query(DISOWN_AGAIN, bookingIds.toArray(Long[]::new), now)) {
      owners.add(row.getString("owner"));
    }
    if (!owners.isEmpty()) {
      session.query(DELETE_USERS, (Object) owners.toArray(String[]::new));
    }
  }
}
