package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.database.Transactions;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SQL that lists what was given up, and makes it due again. A replay sends no old push: the core
 * decides anew, by the facts and tokens of now. Worker or virtual threads.
 */
@ApplicationScoped
public class DeadLetterStore {
  /** Most activities of one replay. */
  static final int REPLAY_LIMIT = 10_000;

  /** How many replayed activities become due in each second, so that they do not crowd the rest. */
  static final int REPLAYS_PER_SECOND = 200;

  private static final Logger LOG = Logger.getLogger(DeadLetterStore.class);

  private static final String MATCHING =
      """
      where ($1::text is null or strpos(lower(l.reason), lower($1)) > 0)
        and ($2::text is null or d.app = $2)
        and ($3::timestamptz is null or l.at >= $3)
        and ($4::timestamptz is null or l.at < $4)
      """;

  private static final String LIST =
      """
      select l.activity_id, b.ref as booking, d.ref as device, d.app, l.at, l.reason, l.attempts,
        l.replayed_at, l.replayed_by
      from dead_letters l
      join activities a on a.id = l.activity_id
      join bookings b on b.id = a.booking_id
      join devices d on d.id = a.device_id
      """
          + MATCHING
          + " order by l.at desc, l.id desc limit $5";

  private static final String GIVEN_UP =
      "select distinct on (a.id) "
          + SnapshotRows.COLUMNS
          + " from dead_letters l join activities a on a.id = l.activity_id "
          + SnapshotRows.JOINS
          + MATCHING
          + " and l.replayed_at is null and a.due_at is null order by a.id limit $5";

  private static final String REPLAY =
      """
      with given as (
        select id, place from unnest($1::bigint[]) with ordinality as g (id, place)
      ), locked as (
        select a.id from activities a where a.id in (select id from given) and a.due_at is null
        order by a.id for no key update
      )
      update activities a
      set changes = a.changes + 1, failures = 0,
          due_at = $2::timestamptz + make_interval(secs => (given.place - 1) / $3)
      from given join locked on locked.id = given.id
      where a.id = locked.id
      returning a.id
      """;

  private static final String MARK_REPLAYED =
      "update dead_letters set replayed_at = $2, replayed_by = $3"
          + " where activity_id = any($1) and replayed_at is null";

  private final Transactions transactions;
  private final ActivityTypes types;
  private final BusinessClock clock;

  DeadLetterStore(Transactions transactions, ActivityTypes types, BusinessClock clock) {
    this.transactions = transactions;
    this.types = types;
    this.clock = clock;
  }

  /**
   * The dead letters that match, the newest first.
   *
   * @param limit how many at most
   */
  public List<DeadLetter> list(DeadLetterFilter filter, int limit) {
    return transactions.run(session -> {
      List<DeadLetter> letters = new ArrayList<>();
      for (Row row : session.query(LIST, parameters(filter, limit))) {
        letters.add(
            new DeadLetter(
                Long.toString(row.getLong("activity_id")),
                row.getString("booking"),
                row.getString("device"),
                row.getString("app"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("reason"),
                row.getInteger("attempts"),
                instant(row.getOffsetDateTime("replayed_at")),
                row.getString("replayed_by")));
      }
      return letters;
    });
  }

  /**
   * Makes matching activities due again, a few each second. What the core would not push now, such
   * as a start that was accepted or may have been, stays as it is.
   *
   * @param operator who asked for it, for the record
   * @param dryRun only counts
   */
  public ReplayResult replay(DeadLetterFilter filter, String operator, boolean dryRun) {
    Instant now = clock.instant();
    ReplayResult result =
        transactions.run(session -> {
          Set<Long> useful = new LinkedHashSet<>();
          Map<String, Integer> skipped = new TreeMap<>();
          int found = 0;
          for (Row row : session.query(GIVEN_UP, parameters(filter, REPLAY_LIMIT))) {
            found++;
            switch (types.next(SnapshotRows.snapshot(row), now)) {
              case NextStep.Push _, NextStep.WaitUntil _ -> useful.add(row.getLong("id"));
              case NextStep.WaitForToken wait -> skipped.merge(wait.reason(), 1, Integer::sum);
              case NextStep.Nothing nothing -> skipped.merge(nothing.reason(), 1, Integer::sum);
            }
          }
          if (!dryRun && !useful.isEmpty()) {
            Long[] ids = useful.toArray(Long[]::new);
            session.query(REPLAY, ids, now.atOffset(UTC), REPLAYS_PER_SECOND);
            session.query(MARK_REPLAYED, ids, now.atOffset(UTC), operator);
          }
          return new ReplayResult(dryRun, found, useful.size(), skipped);
        });
    LOG.infof("dead letters replayed by %s, %s: %s", operator, filter, result);
    return result;
  }

  private static Object[] parameters(DeadLetterFilter filter, int limit) {
    return new Object[] {
      filter.cause(), filter.app(), offset(filter.since()), offset(filter.until()), limit
    };
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
