package dev.marquee.dispatcher.delivery;

import static dev.marquee.dispatcher.testing.Crowd.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten rows or a thousand, the database is asked as often. A statement per record would halve the
 * rate long before anybody looked for the reason. Counted by the server itself.
 */
@Timeout(120)
class StatementCountTest {
  private static final int FEW = 10;
  private static final int MANY = 1_000;
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);
  private static ActivityDatabase database;

  private static DueStore due;
  private static SettleStore settle;

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(3));

  @BeforeAll
  static void start() {
    database = ActivityDatabase.startWithStatistics();
    due = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 1));
    settle = new SettleStore(database.transactions());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  /** Brings {@code records} rows into place, and answers what is to be counted. */
  private interface Work {
    Runnable on(int records);
  }

  @Test
  void confirmationsAreWrittenTogether() {
    assertSameCount(records -> () -> writeBookings(records));
  }

  @Test
  void devicesAndCardsAreWrittenTogether() {
    assertSameCount(records -> {
      writeBookings(records);
      return () -> {
        writeDevices(records);
        writeCards(records);
      };
    });
  }

  @Test
  void changesAreWrittenAndHandedOverTogether() {
    assertSameCount(records -> {
      writeBookings(records);
      writeDevices(records);
      writeCards(records);
      return () -> assertThat(changeGates(records)).hasSize(records);
    });
  }

  @Test
  void startsAreClaimedTogether() {
    assertSameCount(records -> {
      database.addActivities(records, NOW);
      return () -> assertThat(claim()).hasSize(records);
    });
  }

  @Test
  void whatCannotBeReadIsBuriedTogether() {
    assertSameCount(records -> {
      database.addActivities(records, NOW);
      database.change("update bookings set details = '[]' where id % 2 = 0");
      return () -> assertThat(claim()).hasSize(records / 2);
    });
  }

  @Test
  void acceptedPushesAreSettledTogether() {
    assertSameCount(records -> {
      database.addActivities(records, NOW);
      List<Settlement> settlements = answered(claim(), new ApnsOutcome.Accepted(null));
      return () -> settle.settle(settlements, NOW);
    });
  }

  @Test
  void answersOfEveryKindAreSettledTogether() {
    assertSameCount(records -> {
      database.addActivities(records, NOW);
      List<Decided> claimed = claim();
      List<Settlement> settlements = new ArrayList<>();
      List<ApnsOutcome> outcomes =
          List.of(
              new ApnsOutcome.Accepted(null),
              new ApnsOutcome.TokenRejected(RejectionReason.Known.UNREGISTERED, NOW),
              new ApnsOutcome.CredentialsRejected(RejectionReason.Known.INVALID_PROVIDER_TOKEN),
              new ApnsOutcome.RequestRejected(RejectionReason.Known.BAD_TOPIC),
              new ApnsOutcome.Indeterminate("reset"));
      for (int i = 0; i < claimed.size(); i++) {
        ApnsOutcome outcome = outcomes.get(i % outcomes.size());
        settlements.addAll(answered(claimed.subList(i, i + 1), outcome));
      }
      return () -> settle.settle(settlements, NOW);
    });
  }

  private static void assertSameCount(Work work) {
    // Given
    work.on(FEW).run(); // What is kept for the batches to come is not counted.
    database.empty();
    Runnable few = work.on(FEW);
    long forFew = database.countStatements(few);
    database.empty();
    Runnable many = work.on(MANY);

    // When
    long forMany = database.countStatements(many);

    // Then
    assertThat(forMany).isEqualTo(forFew).isPositive();
  }

  private static void writeBookings(int records) {
    database
        .transactions()
        .run(session -> FactWriter.writeBookings(session, each(records, CROWD::confirmed), NOW));
  }

  private static void writeDevices(int records) {
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, each(records, CROWD::device), NOW));
  }

  private static void writeCards(int records) {
    database
        .transactions()
        .run(session ->
            FactWriter.writeTokens(session, each(records, number -> CROWD.card(number, NOW)), NOW));
  }

  private List<Decided> changeGates(int records) {
    return database
        .transactions()
        .run(session -> {
          Touched touched =
              FactWriter.mergeBookings(
                  session, each(records, number -> CROWD.gate(number, "C", NOW)), NOW);
          return due.touch(session, touched, records, NOW, 0, Set.of(), StatementCountTest::decide);
        })
        .claimed();
  }

  private List<Decided> claim() {
    return due.claim(MANY, NOW, 0, Set.of(), StatementCountTest::decide);
  }

  private static Decided decide(Claim claim) {
    return Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt()));
  }

  private List<Settlement> answered(List<Decided> claimed, ApnsOutcome outcome) {
    return claimed.stream()
        .map(one ->
            policy.afterPush(one, (NextStep.Push) one.step(), outcome, NOW, Duration.ofMillis(3)))
        .toList();
  }
}
