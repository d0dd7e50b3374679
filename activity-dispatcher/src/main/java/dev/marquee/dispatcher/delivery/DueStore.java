package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** SQL that claims due activities, spends the start budgets, and reads the snapshots. */
@ApplicationScoped
class DueStore {
  private static final Logger LOG = Logger.getLogger(DueStore.class);

  private static final String CLAIMABLE =
      """
      with due as (
        select a.id from activities a
        where a.lane in (select name from lanes where closed_until is null or closed_until <= $1)
          and a.due_at <= $1 and a.not_before <= $1
          and (a.lease_until is null or a.lease_until < clock_timestamp())
      """;

  /** Ready to be updated or ended, among those that a transaction has just touched. */
  private static final String TOUCHED_AND_READY =
      """
          and a.id = any($5)
          and exists (
            select from bookings b
            join instances i on i.booking_ref = b.ref
            where b.id = a.booking_id and i.device_id = a.device_id and i.update_token is not null)
      """;

  /**
   * The durable intent. It counts itself, allocates the timestamp, and takes note of a claim before
   * it that nobody settled: the answer of that one is lost, so what the phone shows is unknown.
   */
  private static final String LEASE =
      """
        order by a.due_at
        limit $2
        for no key update of a skip locked
      )
      update activities a
      set lease_until = clock_timestamp() + make_interval(secs => $3),
          claims = a.claims + 1,
          unsettled_claims = case when a.open_claim is null then 0 else a.unsettled_claims + 1 end,
          aps_timestamp = greatest(a.aps_timestamp + 1, $4),
          open_claim = greatest(a.aps_timestamp + 1, $4),
          accepted_hash = case when a.open_claim is null then a.accepted_hash end,
          start_answer = case when a.open_claim is not null and a.start_answer = 'claimed'
            then 'unknown' else a.start_answer end
      from due
      where a.id = due.id
      returning a.id
      """;

  private static final String CLAIM = CLAIMABLE + LEASE;
  private static final String CLAIM_TOUCHED = CLAIMABLE + TOUCHED_AND_READY + LEASE;

  private static final String SNAPSHOTS =
      "select "
          + SnapshotRows.COLUMNS
          + " from activities a "
          + SnapshotRows.JOINS
          + " where a.id = any($1) order by a.due_at, a.id";

  private static final String BURY =
      """
      with buried as (
        update activities set due_at = null, open_claim = null, lease_until = null
        where id = $1
        returning id
      )
      insert into dead_letters (activity_id, at, reason, attempts)
      select id, $2, $3, 0 from buried
      """;

  private static final String LOCK_BUDGETS =
      "select id, start_spendings from devices where id = any($1) order by id for no key update";

  private static final String SPEND =
      """
      update devices d set start_spendings = array(
        select json_array_elements_text(g.spent)::bigint)
      from json_to_recordset($1::text::json) as g (id bigint, spent json)
      where d.id = g.id
      """;

  /** A card that is replaced ended before its successor started, by the rows' own order. */
  private static final String CLAIM_STARTS =
      """
      update activities a
      set start_at = $2, start_answer = 'claimed', start_count = g.count,
          ended_at = case when g.replaced is null then a.ended_at
            else $2::timestamptz - interval '1 millisecond' end,
          ended_kit_id = coalesce(g.replaced, a.ended_kit_id)
      from unnest($1::bigint[], $3::int[], $4::text[]) as g (id, count, replaced)
      where a.id = g.id
      """;

  private final Transactions transactions;
  private final DeliveryConfig config;

  DueStore(Transactions transactions, DeliveryConfig config) {
    this.transactions = transactions;
    this.config = config;
  }

  /**
   * Claims due activities and decides about them, in one transaction with the start budgets.
   *
   * @param deadlineNanos until when pushes of these claims may be written, by {@link
   *     System#nanoTime}; taken by the caller before the call
   * @param decide the decision of one claim, without effects
   */
  List<Decided> claim(int limit, Instant now, long deadlineNanos, Function<Claim, Decided> decide) {
    return transactions.run(session -> {
      List<Decided> decided = new ArrayList<>();
      Map<Long, StartBudget> budgets = new HashMap<>();
      for (Claim claim : claimed(session, CLAIM, limit, now, deadlineNanos)) {
        decided.add(decide.apply(claim));
      }
      List<Long> starting =
          decided.stream()
              .filter(one -> one.step() instanceof NextStep.Start)
              .map(one -> one.claim().deviceId())
              .distinct()
              .toList();
      if (starting.isEmpty()) {
        return decided;
      }
      for (Row row : session.query(LOCK_BUDGETS, (Object) starting.toArray(Long[]::new))) {
        budgets.put(row.getLong("id"), budget(row));
      }
      decided.replaceAll(one -> withinBudget(one, budgets, now));
      saveStarts(session, decided, budgets, now);
      return decided;
    });
  }

  /**
   * Claims those of the touched activities that can be updated or ended, in the transaction that
   * touched them. A start is left to {@link #claim}, where budgets are spent.
   */
  List<Decided> claimTouched(
      Session session,
      Collection<Long> touched,
      int limit,
      Instant now,
      long deadlineNanos,
      Function<Claim, Decided> decide) {
    List<Decided> decided = new ArrayList<>();
    Long[] ids = touched.toArray(Long[]::new);
    for (Claim claim : claimed(session, CLAIM_TOUCHED, limit, now, deadlineNanos, (Object) ids)) {
      decided.add(withoutStart(decide.apply(claim)));
    }
    return decided;
  }

  private static Decided withoutStart(Decided decided) {
    return decided.step() instanceof NextStep.Start
        ? Decided.of(
            decided.claim(),
            new NextStep.WaitUntil(
                decided.claim().claimedAt(), "a start is claimed with its budget"))
        : decided;
  }

  private List<Claim> claimed(
      Session session,
      String statement,
      int limit,
      Instant now,
      long deadlineNanos,
      Object... more) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(now.atOffset(UTC));
    parameters.add(limit);
    parameters.add(config.leaseDuration().toMillis() / 1_000.0);
    parameters.add(now.getEpochSecond());
    parameters.addAll(Arrays.asList(more));
    List<Long> ids = new ArrayList<>();
    for (Row row : session.query(statement, parameters.toArray())) {
      ids.add(row.getLong("id"));
    }
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Claim> claims = new ArrayList<>();
    for (Row row : session.query(SNAPSHOTS, (Object) ids.toArray(Long[]::new))) {
      try {
        claims.add(claim(row, now, deadlineNanos));
      } catch (RuntimeException e) {
        bury(session, row.getLong("id"), e, now);
      }
    }
    return claims;
  }

  /**
   * Facts that cannot be read must not roll back the claims of their neighbours for ever. The
   * message of the cause may quote a token, so its kind alone is told.
   */
  private static void bury(
      Session session, long activityId, RuntimeException failure, Instant now) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String reason = "its facts cannot be read: " + cause.getClass().getSimpleName();
    LOG.errorf("activityId=%d is given up, %s", activityId, reason);
    session.query(BURY, activityId, now.atOffset(UTC), reason);
  }

  private static Claim claim(Row row, Instant now, long deadlineNanos) {
    ActivitySnapshot snapshot = SnapshotRows.snapshot(row);
    ApnsEnvironment environment =
        ApnsEnvironment.valueOf(row.getString("d_environment").toUpperCase(Locale.ROOT));
    return new Claim(
        row.getLong("id"),
        row.getLong("device_id"),
        new ApnsLane(row.getString("d_app"), environment),
        row.getLong("aps_timestamp"),
        row.getLong("changes"),
        row.getInteger("unsettled_claims"),
        row.getInteger("failures"),
        now,
        deadlineNanos,
        snapshot);
  }

  private StartBudget budget(Row row) {
    List<Instant> spent =
        Arrays.stream(row.getArrayOfLongs("start_spendings")).map(Instant::ofEpochSecond).toList();
    return new StartBudget(spent, config.startsPerHour(), config.startsPerDay());
  }

  /** Spends the budget of a start's device, or puts the start off. */
  private static Decided withinBudget(
      Decided decided, Map<Long, StartBudget> budgets, Instant now) {
    return switch (decided.step()) {
      case NextStep.Start start -> {
        Claim claim = decided.claim();
        StartBudget budget = budgets.get(claim.deviceId());
        if (budget == null) {
          yield Decided.of(claim, new NextStep.Nothing("the device is gone"));
        }
        Instant allowedAt = budget.nextStartAt(now);
        if (allowedAt.isAfter(now)) {
          yield Decided.of(
              claim, new NextStep.WaitUntil(allowedAt, "the start budget of the device is spent"));
        }
        budgets.put(claim.deviceId(), budget.spend(now));
        yield new Decided(claim, start, start.count(), false);
      }
      case NextStep.Update _,
          NextStep.End _,
          NextStep.WaitUntil _,
          NextStep.WaitForToken _,
          NextStep.Nothing _ ->
          decided;
    };
  }

  private static void saveStarts(
      Session session, List<Decided> decided, Map<Long, StartBudget> budgets, Instant now) {
    List<Decided> starts =
        decided.stream().filter(one -> one.step() instanceof NextStep.Start).toList();
    if (starts.isEmpty()) {
      return;
    }
    session.query(
        CLAIM_STARTS,
        starts.stream().map(one -> one.claim().activityId()).toArray(Long[]::new),
        now.atOffset(UTC),
        starts.stream().map(Decided::startCount).toArray(Integer[]::new),
        starts.stream().map(DueStore::replaced).toArray(String[]::new));
    session.query(SPEND, spendings(budgets));
  }

  private static @Nullable String replaced(Decided decided) {
    return decided.step() instanceof NextStep.Start start ? start.replaces() : null;
  }

  private static String spendings(Map<Long, StartBudget> budgets) {
    record Spending(long id, List<Long> spent) {}
    return FacetJson.writeRows(
        budgets.entrySet().stream()
            .map(entry ->
                new Spending(
                    entry.getKey(),
                    entry.getValue().spent().stream().map(Instant::getEpochSecond).toList()))
            .toList());
  }
}
