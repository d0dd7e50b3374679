package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claim, send, settle on a real PostgreSQL, as several replicas do it. */
@Timeout(60)
class RowProtocolTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final Duration LONG_LEASE = Duration.ofMinutes(5);
  private static final Duration NO_LEASE = Duration.ofMillis(-1);
  private static ActivityDatabase database;

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(11));

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Test
  void oneHolderPerActivityAtAnyTime() throws Exception {
    // Given
    database.addActivities(200, NOW);
    try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Decided>>> claims = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        claims.add(() -> claim(LONG_LEASE, 10, NOW));
      }

      // When
      List<Future<List<Decided>>> claimed = replicas.invokeAll(claims);

      // Then
      Set<Long> ids = new HashSet<>();
      int count = 0;
      for (Future<List<Decided>> batch : claimed) {
        for (Decided decided : batch.get()) {
          ids.add(decided.claim().activityId());
          count++;
        }
      }
      assertThat(count).isEqualTo(200);
      assertThat(ids).hasSize(200);
    }
  }

  @Test
  void aChangeThatCommitsBetweenClaimAndSettleIsNotLost() {
    // Given
    database.addActivities(1, NOW);
    Decided claimed = claimOne(LONG_LEASE, NOW);
    database.touchAll(NOW);

    // When
    settle(claimed, new ApnsOutcome.Accepted(null));

    // Then
    assertThat(claim(LONG_LEASE, 10, NOW.plusSeconds(2))).hasSize(1);
  }

  @Test
  void anAcceptedStartIsNotClaimedAgainBeforeTheEndOfTheShow() {
    // Given
    database.addActivities(1, NOW);
    Decided claimed = claimOne(LONG_LEASE, NOW);

    // When
    settle(claimed, new ApnsOutcome.Accepted(null));

    // Then
    assertThat(claim(LONG_LEASE, 10, NOW.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void aHolderThatDiedBeforeItsSettleLeavesAnUnknownStart() {
    // Given
    database.addActivities(1, NOW);
    claimOne(NO_LEASE, NOW);

    // When
    Decided next = claimOne(LONG_LEASE, NOW.plusSeconds(1));

    // Then
    assertThat(next.claim().unsettledClaims()).isEqualTo(1);
    assertThat(next.step()).isInstanceOf(NextStep.WaitUntil.class);
    assertThat(Objects.requireNonNull(next.claim().snapshot().progress().start()).answer())
        .isEqualTo(StartAnswer.UNKNOWN);
  }

  @Test
  void theTimestampGrowsEvenIfTheNextHoldersClockIsBehind() {
    // Given
    database.addActivities(1, NOW.minusSeconds(60));
    Decided first = claimOne(NO_LEASE, NOW);

    // When
    Decided second = claimOne(LONG_LEASE, NOW.minusSeconds(30));

    // Then
    assertThat(second.claim().apsTimestamp()).isGreaterThan(first.claim().apsTimestamp());
  }

  @Test
  void theAnswerOfAReplicaThatWokeAfterItsLeaseSettlesNothing() {
    // Given
    database.addActivities(1, NOW);
    Decided stalled = claimOne(NO_LEASE, NOW);
    Decided current = claimOne(LONG_LEASE, NOW.plusSeconds(1));

    // When
    settle(stalled, new ApnsOutcome.Accepted(null));

    // Then
    assertThat(database.openClaims()).containsExactly(current.claim().apsTimestamp());
    assertThat(database.acceptedHashes()).isEmpty();
  }

  @Test
  void aBackOffIsNotShortenedByANewFact() {
    // Given
    database.addActivities(1, NOW);
    settle(claimOne(LONG_LEASE, NOW), new ApnsOutcome.Indeterminate("reset"));

    // When
    database.touchAll(NOW);

    // Then
    assertThat(claim(LONG_LEASE, 10, NOW)).isEmpty();
    assertThat(claim(LONG_LEASE, 10, NOW.plusSeconds(600))).hasSize(1);
  }

  @Test
  void twoStartsOfOneDeviceAtOnceSpendABudgetOfOneOnce() throws Exception {
    // Given
    database.addActivitiesOfOneDevice(2, NOW);
    try (ExecutorService replicas = Executors.newFixedThreadPool(2)) {
      Callable<List<Decided>> claim = () -> claim(LONG_LEASE, 1, NOW);

      // When
      List<Future<List<Decided>>> claimed = replicas.invokeAll(List.of(claim, claim));

      // Then
      int starts = 0;
      for (Future<List<Decided>> batch : claimed) {
        for (Decided decided : batch.get()) {
          starts += decided.step() instanceof NextStep.Start ? 1 : 0;
        }
      }
      assertThat(starts).isEqualTo(1);
    }
  }

  @Test
  void aRowWhoseFactsCannotBeReadDoesNotHoldUpItsNeighbours() {
    // Given
    database.addActivities(3, NOW);
    database.change("update bookings set details = '[]' where ref = 'b-2'");

    // When
    List<Decided> claimed = claim(LONG_LEASE, 10, NOW);

    // Then
    assertThat(claimed).hasSize(2);
    assertThat(database.texts("select reason from dead_letters"))
        .singleElement()
        .asString()
        .startsWith("its facts cannot be read");
    assertThat(claim(NO_LEASE, 10, NOW)).isEmpty();
  }

  @Test
  void everyAnswerLeavesItsOutcomeAndItsHistory() {
    // Given
    database.addActivities(3, NOW);
    List<Decided> claimed = claim(LONG_LEASE, 10, NOW);

    // When
    List<Settlement> settlements =
        claimed.stream()
            .map(decided -> settlement(decided, new ApnsOutcome.Accepted(null)))
            .toList();
    new SettleStore(database.transactions()).settle(settlements, NOW);

    // Then
    assertThat(database.history()).hasSize(3).containsOnly("start accepted");
    assertThat(database.outboxTopics()).containsExactly(SettleStore.PUSH_OUTCOMES);
  }

  @Test
  void aCardThatIsReplacedCountsAsEndedUnlessTheStartWasRefused() {
    // Given
    database.addActivities(1, NOW);
    Decided claimed = claimInPlaceOf("kit-old", LONG_LEASE, NOW);
    List<String> whileClaimed = endedKits();

    // When
    settle(claimed, new ApnsOutcome.NotSent("refused stream"));
    List<String> afterRefusal = endedKits();
    Decided again = claimInPlaceOf("kit-old", LONG_LEASE, NOW.plusSeconds(3_600));
    settle(again, new ApnsOutcome.Indeterminate("time-out"));

    // Then
    assertThat(whileClaimed).containsExactly("kit-old before the start");
    assertThat(afterRefusal).isEmpty();
    assertThat(endedKits()).containsExactly("kit-old before the start");
  }

  @Test
  void theBudgetOfUrgentUpdatesSurvivesTheSettle() {
    // Given
    database.addActivities(1, NOW);
    Decided claimed = claimOne(LONG_LEASE, NOW);
    Settlement settled = settlement(claimed, new ApnsOutcome.Accepted(null));
    Instant paidUntil = NOW.plusSeconds(360);

    // When
    new SettleStore(database.transactions())
        .settle(
            List.of(
                new Settlement(
                    settled.claim(),
                    settled.progress().withUrgentPaidUntil(paidUntil),
                    NOW,
                    null,
                    0,
                    null,
                    null,
                    null,
                    null)),
            NOW);

    // Then
    assertThat(claimOne(LONG_LEASE, NOW).claim().snapshot().progress().urgentPaidUntil())
        .isEqualTo(paidUntil);
  }

  private Decided claimInPlaceOf(String activityKitId, Duration lease, Instant now) {
    ActivityTypes types = new ActivityTypes(Optional::empty);
    List<Decided> claimed =
        new DueStore(database.transactions(), new TestDeliveryConfig(lease, 1))
            .claim(
                1,
                now,
                0,
                Set.of(),
                claim -> {
                  NextStep.Start start =
                      (NextStep.Start) types.next(claim.snapshot(), claim.claimedAt());
                  return Decided.of(claim, replacing(start, activityKitId));
                });
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  private static NextStep.Start replacing(NextStep.Start start, String activityKitId) {
    return new NextStep.Start(
        start.token(),
        start.count(),
        activityKitId,
        start.attributesType(),
        start.attributes(),
        start.state(),
        start.marks(),
        start.alert(),
        start.relevanceScore(),
        start.staleDate(),
        start.usefulUntil(),
        start.revisitAt(),
        start.reason());
  }

  private List<String> endedKits() {
    return database.texts(
        "select ended_kit_id || case when ended_at < start_at then ' before the start' else '' end"
            + " from activities where ended_kit_id is not null");
  }

  private List<Decided> claim(Duration lease, int limit, Instant now) {
    DueStore store = new DueStore(database.transactions(), new TestDeliveryConfig(lease, 1));
    return store.claim(
        limit,
        now,
        0,
        Set.of(),
        claim ->
            Decided.of(
                claim,
                new ActivityTypes(Optional::empty).next(claim.snapshot(), claim.claimedAt())));
  }

  private Decided claimOne(Duration lease, Instant now) {
    List<Decided> claimed = claim(lease, 1, now);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  private void settle(Decided decided, ApnsOutcome outcome) {
    new SettleStore(database.transactions())
        .settle(List.of(settlement(decided, outcome)), decided.claim().claimedAt());
  }

  private Settlement settlement(Decided decided, ApnsOutcome outcome) {
    Settlement settlement =
        policy.afterPush(
            decided,
            (NextStep.Push) decided.step(),
            outcome,
            decided.claim().claimedAt(),
            Duration.ofMillis(3));
    assertThat(Objects.requireNonNull(settlement.push()).event())
        .isEqualTo(PushOutcome.Event.START);
    return settlement;
  }
}
