package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import dev.marquee.testbed.backends.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an event costs the database, from its batch to the settle of its push: the figure in {@code
 * docs/architecture.md}. No test, so that no build depends on a clock; run it on a quiet machine:
 *
 * <pre>./mvnw -pl activity-dispatcher -am verify -Dtest=PlanCost
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@Timeout(600)
class PlanCost {
  private static final int BATCH = Integer.getInteger("marquee.plan.batch", 500);
  private static final int ACTIVITIES = 20_000;
  private static final int WARM_UP_ROUNDS = 2;
  private static final int ROUNDS = 5;

  /** Ticks of {@code /proc/<pid>/stat}; 100 a second on every Linux of today. */
  private static final int MILLIS_PER_TICK = 10;

  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(1));

  @Test
  void ofOneEvent() throws IOException {
    try (ActivityDatabase database =
        ActivityDatabase.startWithStatistics(PostgresSettings.forTests().withDurable(true))) {
      DueStore due =
          new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8));
      SettleStore settle = new SettleStore(database.transactions());
      fill(database);
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        changeAllGates(database, due, settle, round);
      }
      database.vacuum();
      database.resetStatistics();
      long ticksBefore = serverTicks(database);
      for (int round = 0; round < ROUNDS; round++) {
        changeAllGates(database, due, settle, WARM_UP_ROUNDS + round);
      }
      long ticks = serverTicks(database) - ticksBefore;
      report(database.statementTimes(), ticks);
    }
  }

  private static void report(List<String> statements, long ticks) {
    int events = ROUNDS * ACTIVITIES;
    StringBuilder table = new StringBuilder("microseconds per event, by statement\n");
    double total = 0;
    for (String statement : statements) {
      String[] parts = statement.split("\\|", 3);
      double micros = Double.parseDouble(parts[0]) * 1_000 / events;
      total += micros;
      table.append("%8.2f %8s calls  %s%n".formatted(micros, parts[1], parts[2]));
    }
    table.append("%8.2f in statements, commits included%n".formatted(total));
    table.append(
        "%8.2f of processor time in the backends%n"
            .formatted(ticks * MILLIS_PER_TICK * 1_000.0 / events));
    System.out.println(table);
  }

  private static void fill(ActivityDatabase database) {
    for (List<Integer> numbers : batches()) {
      List<BookingEvent> bookings = numbers.stream().map(CROWD::confirmed).toList();
      List<TokenEvent> tokens = new ArrayList<>(numbers.stream().map(CROWD::device).toList());
      numbers.forEach(number -> tokens.add(CROWD.card(number, NOW)));
      database.transactions().run(session -> FactWriter.writeBookings(session, bookings, NOW));
      database.transactions().run(session -> FactWriter.writeTokens(session, tokens, NOW));
    }
    database.vacuum();
  }

  /** Every activity gets an event, a claim, a push that APNs accepts, and its settle. */
  private void changeAllGates(
      ActivityDatabase database, DueStore due, SettleStore settle, int round) {
    Instant now = NOW.plusSeconds(10L + round);
    for (List<Integer> numbers : batches()) {
      List<BookingEvent> events =
          numbers.stream().map(number -> CROWD.gate(number, "G" + round, now)).toList();
      List<Decided> claimed =
          database
              .transactions()
              .run(session -> {
                Touched touched = FactWriter.mergeBookings(session, events, now);
                return due.touch(session, touched, BATCH, now, 0, Set.of(), PlanCost::decide);
              })
              .claimed();
      assertThat(claimed).hasSize(BATCH);
      settle.settle(claimed.stream().map(one -> accepted(one, now)).toList(), now);
    }
    // As the relay does.
    database.change("delete from outbox");
  }

  private static List<List<Integer>> batches() {
    return IntStream.range(0, ACTIVITIES / BATCH)
        .mapToObj(
            batch -> IntStream.rangeClosed(1, BATCH).mapToObj(i -> batch * BATCH + i).toList())
        .toList();
  }

  private static Decided decide(Claim claim) {
    return Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt()));
  }

  private Settlement accepted(Decided decided, Instant now) {
    return policy.afterPush(
        decided,
        (NextStep.Push) decided.step(),
        new ApnsOutcome.Accepted(null),
        now,
        Duration.ofMillis(3));
  }

  private static long serverTicks(ActivityDatabase database) throws IOException {
    long ticks = 0;
    for (String pid : database.backendPids()) {
      Path stat = Path.of("/proc", pid, "stat");
      if (Files.exists(stat)) {
        String[] fields = Files.readString(stat).replaceFirst("^.*\\) ", "").split(" ", 15);
        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      }
    }
    return ticks;
  }
}
