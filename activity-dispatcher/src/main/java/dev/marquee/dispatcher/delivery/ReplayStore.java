package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SQL that makes given-up activities due again. A replay sends no old push: the core decides anew,
 * by the facts and tokens of now. One runs at a time, whichever replica is asked, and each is
 * recorded. Worker or virtual threads.
 */
@ApplicationScoped
public class ReplayStore {
  /** Most activities of one replay. */
  static final int REPLAY_LIMIT = 10_000;

  /** How many replayed activities become due in each second, so that they do not crowd the rest. */
  static final int REPLAYS_PER_SECOND = 200;

  private static final Logger LOG = Logger.getLogger(ReplayStore.class);

  private static final String UNREADABLE = "its facts cannot be read";

  /** "mqrp": keeps this lock apart from other advisory locks of the database. */
  private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(1836151408)";

  private static final String BUSY_UNTIL =
      "select max(spread_until) from replays where spread_until > $1";

  /** What a pause holds is no dead letter: it goes out when the pause is lifted. */
  private static final String GIVEN_UP =
      "select "
          + SnapshotRows.COLUMNS
          + ", a.id from activities a "
          + SnapshotRows.JOINS
          + " where a.due_at is null and a.open_claim is null and a.held_by is null"
          + " and exists (select from dead_letters l "
          + DeadLetterStore.MATCHING
          + " and l.activity_id = a.id and l.replayed_at is null) order by a.id limit $5";

  /** Facts that arrive meanwhile wait, so that what is counted is what is done. */
  private static final String GIVEN_UP_AND_LOCKED = GIVEN_UP + " for no key update of a";

  private static final String REPLAY =
      """
      update activities a
      set changes = a.changes + 1, failures = 0,
          due_at = $2::timestamptz + make_interval(secs => (given.place - 1) / $3)
      from unnest($1::bigint[]) with ordinality as given (id, place)
      where a.id = given.id
      """;

  private static final String MARK_REPLAYED =
      "update dead_letters set replayed_at = $2, replayed_by = $3"
          + " where activity_id = any($1) and replayed_at is null";

  private static final String RECORD =
      """
      insert into replays (cause, app, since, until, asked_at, asked_by, found, replayed, skipped,
        spread_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  private final Transactions transactions;
  private final ActivityTypes types;
  private final BusinessClock clock;

  ReplayStore(Transactions transactions, ActivityTypes types, BusinessClock clock) {
    this.transactions = transactions;
    this.types = types;
    this.clock = clock;
  }

  /** Matching activities, as the core sees them now. */
  private static final class Selection {
    private final List<Long> useful = new ArrayList<>();
    private final Map<String, Integer> steps = new TreeMap<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private int found;

    private void add(long activityId, ReplayVerdict verdict) {
      found++;
      switch (verdict) {
        case ReplayVerdict.Useful worth -> {
          useful.add(activityId);
          steps.merge(worth.step(), 1, Integer::sum);
        }
        case ReplayVerdict.Skipped left -> skipped.merge(left.reason(), 1, Integer::sum);
      }
    }

    private ReplayResult result(boolean dryRun) {
      int seconds = Math.ceilDiv(useful.size(), REPLAYS_PER_SECOND);
      return new ReplayResult(dryRun, found, useful.size(), steps, skipped, seconds);
    }
  }

  /**
   * Makes matching activities due again, a few each second. What the core would not push now stays
   * as it is, and so does a start that was accepted or may have been.
   *
   * @param operator who asked for it, for the record
   * @param dryRun only counts
   */
  public ReplayOutcome replay(DeadLetterFilter filter, String operator, boolean dryRun) {
    Instant now = clock.instant();
    ReplayOutcome outcome =
        transactions.run(session ->
            dryRun
                ? select(session, GIVEN_UP, filter, now).result(true)
                : carryOut(session, filter, operator, now));
    LOG.infof("replay of dead letters asked for by %s, %s: %s", operator, filter, outcome);
    return outcome;
  }

  private ReplayOutcome carryOut(
      Session session, DeadLetterFilter filter, String operator, Instant now) {
    session.query(ONE_AT_A_TIME);
    Instant busyUntil = busyUntil(session, now);
    if (busyUntil != null) {
      return new ReplayOutcome.TooSoon(busyUntil);
    }
    Selection selection = select(session, GIVEN_UP_AND_LOCKED, filter, now);
    ReplayResult result = selection.result(false);
    if (!selection.useful.isEmpty()) {
      Long[] ids = selection.useful.toArray(Long[]::new);
      session.query(REPLAY, ids, now.atOffset(UTC), REPLAYS_PER_SECOND);
      session.query(MARK_REPLAYED, ids, now.atOffset(UTC), operator);
    }
    record(session, filter, operator, result, now);
    return result;
  }

  private static @Nullable Instant busyUntil(Session session, Instant now) {
    OffsetDateTime until =
        session.query(BUSY_UNTIL, now.atOffset(UTC)).iterator().next().getOffsetDateTime(0);
    return until == null ? null : until.toInstant();
  }

  private Selection select(Session session, String givenUp, DeadLetterFilter filter, Instant now) {
    Selection selection = new Selection();
    for (Row row : session.query(givenUp, DeadLetterStore.parameters(filter, REPLAY_LIMIT))) {
      selection.add(row.getLong("id"), judge(row, now));
    }
    return selection;
  }

  /** Facts that cannot be read may be why it was given up; they must not stop its neighbours. */
  private ReplayVerdict judge(Row row, Instant now) {
    ActivitySnapshot snapshot;
    try {
      snapshot = new SnapshotRows().snapshot(row);
    } catch (RuntimeException _) {
      return new ReplayVerdict.Skipped(UNREADABLE);
    }
    return ReplayVerdict.of(types.stateOf(snapshot, now), types.next(snapshot, now));
  }

  private static void record(
      Session session, DeadLetterFilter filter, String operator, ReplayResult result, Instant now) {
    Object[] row = {
      filter.cause(),
      filter.app(),
      DeadLetterStore.offset(filter.since()),
      DeadLetterStore.offset(filter.until()),
      now.atOffset(UTC),
      operator,
      result.found(),
      result.replayed(),
      result.found() - result.replayed(),
      now.plusSeconds(result.spreadSeconds()).atOffset(UTC)
    };
    session.query(RECORD, row);
  }
}
