package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.database.FacetJson;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SQL that spends the start budgets of devices. Runs inside the claiming transaction: two starts of
 * one device that are claimed at once wait for each other at its row.
 */
final class StartBudgets {
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

  private final DeliveryConfig config;

  StartBudgets(DeliveryConfig config) {
    this.config = config;
  }

  /** The same decisions, but for starts that the budget of their device puts off. */
  List<Decided> spend(Session session, List<Decided> decided, Instant now) {
    Long[] starting =
        decided.stream()
            .filter(one -> one.step() instanceof NextStep.Start)
            .map(one -> one.claim().deviceId())
            .distinct()
            .toArray(Long[]::new);
    if (starting.length == 0) {
      return decided;
    }
    Map<Long, StartBudget> budgets = new HashMap<>();
    for (Row row : session.query(LOCK_BUDGETS, (Object) starting)) {
      budgets.put(row.getLong("id"), budget(row));
    }
    List<Decided> affordable =
        decided.stream().map(one -> withinBudget(one, budgets, now)).toList();
    saveStarts(session, affordable, budgets, now);
    return affordable;
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
        starts.stream().map(StartBudgets::replaced).toArray(String[]::new));
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
