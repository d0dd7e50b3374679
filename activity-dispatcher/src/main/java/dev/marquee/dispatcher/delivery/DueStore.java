package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** SQL that claims due activities and reads their snapshots. */
@ApplicationScoped
class DueStore {
  private static final Logger LOG = Logger.getLogger(DueStore.class);

  private static final String SNAPSHOTS =
      "select "
          + SnapshotRows.COLUMNS
          + """
          , a.id, a.device_id, d.app, d.environment, a.aps_timestamp, a.changes,
            a.unsettled_claims, a.failures
          from activities a
          """
          + SnapshotRows.JOINS
          + " where a.id = any($1) order by a.due_at, a.id";

  private static final String BURY =
      """
      with given as (
        select * from unnest($1::bigint[], $3::text[]) as g (id, reason)
      ), buried as (
        update activities a set due_at = null, open_claim = null, lease_until = null
        from given where a.id = given.id
        returning a.id, given.reason
      )
      insert into dead_letters (activity_id, at, reason, attempts)
      select id, $2, reason, 0 from buried
      """;

  private final Transactions transactions;
  private final DeliveryConfig config;
  private final StartBudgets budgets;
  private final Parking parking;

  /** Without pauses. */
  DueStore(Transactions transactions, DeliveryConfig config) {
    this(transactions, config, Parking.withoutPauses());
  }

  @Inject
  DueStore(Transactions transactions, DeliveryConfig config, Parking parking) {
    this.parking = parking;
    this.transactions = transactions;
    this.config = config;
    this.budgets = new StartBudgets(config);
  }

  /**
   * Claims due activities and decides about them, in one transaction with the start budgets.
   *
   * @param deadlineNanos until when pushes of these claims may be written, by {@link
   *     System#nanoTime}; taken by the caller before the call
   * @param full lanes that have enough pushes on their way; nothing of them is claimed
   * @param decide the decision of one claim, without effects
   */
  List<Decided> claim(
      int limit,
      Instant now,
      long deadlineNanos,
      Set<String> full,
      Function<Claim, Decided> decide) {
    return transactions.run(session -> {
      Looked looked = look(session, ClaimSql.CLAIM, limit, now, full);
      List<Claim> claims = claims(session, looked, now, deadlineNanos);
      return budgets.spend(session, decide(session, claims, decide), now);
    });
  }

  /**
   * Claims what was touched where it can be updated or ended at once, and makes the rest due, in
   * the transaction that touched it. A start is left to {@link #claim}, where budgets are spent.
   *
   * @param limit of the claims; 0 for none
   */
  TakenOver touch(
      Session session,
      Touched touched,
      int limit,
      Instant now,
      long deadlineNanos,
      Set<String> full,
      Function<Claim, Decided> decide) {
    Looked looked =
        look(
            session,
            ClaimSql.TOUCH,
            limit,
            now,
            full,
            touched.bookingIds().toArray(Long[]::new),
            touched.deviceIds().toArray(Long[]::new));
    List<Claim> claims = claims(session, looked, now, deadlineNanos);
    return new TakenOver(
        looked.seen(),
        decide(session, claims, decide).stream().map(DueStore::withoutStart).toList());
  }

  /** What a pause holds is not decided about. */
  private List<Decided> decide(
      Session session, List<Claim> claims, Function<Claim, Decided> decide) {
    Set<Long> parked = parking.park(session, claims);
    claims.stream()
        .filter(claim -> claim.probe() && parked.contains(claim.activityId()))
        .forEach(claim -> LaneStore.freeProbe(session, claim.lane()));
    return claims.stream()
        .map(claim ->
            parked.contains(claim.activityId()) ? Decided.parked(claim) : decide.apply(claim))
        .toList();
  }

  private static Decided withoutStart(Decided decided) {
    return decided.step() instanceof NextStep.Start
        ? Decided.of(
            decided.claim(),
            new NextStep.WaitUntil(
                decided.claim().claimedAt(), "a start is claimed with its budget"))
        : decided;
  }

  /**
   * What a statement saw and claimed.
   *
   * @param seen how many activities it changed
   * @param ids those that it claimed
   * @param probes those of them that try a closed lane
   */
  private record Looked(int seen, List<Long> ids, Set<Long> probes) {}

  private Looked look(
      Session session,
      String statement,
      int limit,
      Instant now,
      Set<String> full,
      Object... touched) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(now.atOffset(UTC));
    parameters.add(limit);
    parameters.add(config.leaseDuration().toMillis() / 1_000.0);
    parameters.add(now.getEpochSecond());
    parameters.add(full.toArray(String[]::new));
    parameters.addAll(Arrays.asList(touched));
    int seen = 0;
    List<Long> ids = new ArrayList<>();
    Set<Long> probes = new HashSet<>();
    for (Row row : session.query(statement, parameters.toArray())) {
      seen++;
      if (row.getBoolean("claimed")) {
        ids.add(row.getLong("id"));
      }
      if (row.getBoolean("probe")) {
        probes.add(row.getLong("id"));
      }
    }
    return new Looked(seen, ids, probes);
  }

  private List<Claim> claims(Session session, Looked looked, Instant now, long deadlineNanos) {
    if (looked.ids().isEmpty()) {
      return List.of();
    }
    List<Claim> claims = new ArrayList<>();
    SortedMap<Long, String> unreadable = new TreeMap<>();
    SnapshotRows snapshots = new SnapshotRows();
    for (Row row : session.query(SNAPSHOTS, (Object) looked.ids().toArray(Long[]::new))) {
      try {
        RowReader reader = new RowReader(row);
        ActivitySnapshot snapshot = snapshots.snapshot(reader);
        claims.add(claim(reader, snapshot, now, deadlineNanos, looked.probes()));
      } catch (RuntimeException e) {
        unreadable.put(row.getLong("id"), reason(e));
      }
    }
    if (!unreadable.isEmpty()) {
      bury(session, unreadable, now);
    }
    return claims;
  }

  /** The message of the cause may quote a token, so its kind alone is told. */
  private static String reason(RuntimeException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return "its facts cannot be read: " + cause.getClass().getSimpleName();
  }

  /** Facts that cannot be read must not roll back the claims of their neighbours for ever. */
  private static void bury(Session session, SortedMap<Long, String> unreadable, Instant now) {
    LOG.errorf(
        "%d activities are given up, the first is activityId=%d: %s",
        unreadable.size(), unreadable.firstKey(), unreadable.firstEntry().getValue());
    session.query(
        BURY,
        unreadable.keySet().toArray(Long[]::new),
        now.atOffset(UTC),
        unreadable.values().toArray(String[]::new));
  }

  private static Claim claim(
      RowReader row, ActivitySnapshot snapshot, Instant now, long deadlineNanos, Set<Long> probes) {
    long activityId = row.bigint();
    return new Claim(
        activityId,
        row.bigint(),
        new ApnsLane(row.text(), ApnsEnvironment.valueOf(row.text().toUpperCase(Locale.ROOT))),
        row.bigint(),
        row.bigint(),
        row.integer(),
        row.integer(),
        now,
        deadlineNanos,
        probes.contains(activityId),
        snapshot);
  }
}
