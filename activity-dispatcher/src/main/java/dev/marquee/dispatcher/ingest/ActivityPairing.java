package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.database.Transactions.Session;
import java.time.OffsetDateTime;
import java.util.Collection;

/**
 * SQL that pairs bookings with devices. Runs inside the caller's transaction, after the caller has
 * written its facts.
 */
final class ActivityPairing {
  /** Two batches that add a booking and a device of one user wait for each other here. */
  private static final String ADD_USERS =
      "insert into users (ref) select distinct u from unnest($1::text[]) u order by u"
          + " on conflict do nothing";

  private static final String LOCK_USERS =
      "select ref from users where ref = any($1) order by ref for update";

  private static final String ADD_LANES =
      """
      insert into lanes (name, app, environment)
      select distinct app || '/' || environment, app, environment
      from devices
      where owner = any($1) and app is not null
      order by 1
      on conflict do nothing
      """;

  private static final String PAIR =
      """
      insert into activities (booking_id, device_id, lane, due_at)
      select b.id, d.id, d.app || '/' || d.environment, $2
      from bookings b
      join devices d on d.owner = b.owner and d.app = b.app
      where b.owner = any($1)
        and (b.id = any($3) or d.id = any($4))
      order by b.id, d.id
      on conflict (booking_id, device_id) do nothing
      """;

  private ActivityPairing() {}

  /**
   * Makes the activities of bookings and devices that are new to their users or apps.
   *
   * @param owners the users who own them now
   */
  static void pair(
      Session session,
      OffsetDateTime now,
      Collection<String> owners,
      Collection<Long> bookingIds,
      Collection<Long> deviceIds) {
    String[] users = owners.toArray(String[]::new);
    lockUsers(session, users);
    session.query(ADD_LANES, (Object) users);
    session.query(
        PAIR, users, now, bookingIds.toArray(Long[]::new), deviceIds.toArray(Long[]::new));
  }

  /**
   * Makes whoever else writes bookings or devices of these users wait. A user who is forgotten
   * between the two statements is added again.
   *
   * @param users each once
   */
  static void lockUsers(Session session, String[] users) {
    do {
      session.query(ADD_USERS, (Object) users);
    } while (session.query(LOCK_USERS, (Object) users).size() < users.length);
  }
}
