package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which lanes a claim looks at, and how much of them, on a real PostgreSQL. */
@Timeout(60)
class LaneClaimTest {
  private static final Instant NOW = Snapshots.CARD_AT;
  private static final String LANE = "com.example.tickets/sandbox";
  private static final String OTHER_LANE = "com.example.cinema/sandbox";
  private static final ApnsOutcome GOOD = new ApnsOutcome.Accepted(null);
  private static final ApnsOutcome BAD_KEY =
      new ApnsOutcome.CredentialsRejected(Known.INVALID_PROVIDER_TOKEN);
  private static final ApnsOutcome OUTAGE =
      new ApnsOutcome.Unavailable(Known.SERVICE_UNAVAILABLE, null);
  private static ActivityDatabase database;
  private static DueStore store;

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(11));

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
    store = new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8));
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
  void aRefusedKeyClosesItsLaneAndNoOther() {
    // Given
    database.addActivities(30, NOW);
    moveToOtherLane(20);
    Decided refused = claim(1, NOW).getFirst();

    // When
    settle(refused, BAD_KEY, NOW);

    // Then
    assertThat(database.texts("select name || ' ' || cause from lanes where cause is not null"))
        .containsExactly(laneOf(refused) + " credentials");
    assertThat(claim(500, NOW.plusSeconds(30)))
        .isNotEmpty()
        .noneMatch(decided -> laneOf(decided).equals(laneOf(refused)));
    assertThat(database.outboxTopics()).containsExactly(SettleStore.PUSH_OUTCOMES);
  }

  @Test
  void aClosedLaneIsTriedByOneProbeOfAllReplicas() {
    // Given
    database.addActivities(10, NOW);
    closeUntil(NOW.plusSeconds(60));

    // When
    List<Decided> before = claim(500, NOW.plusSeconds(59));
    List<Decided> first = claim(500, NOW.plusSeconds(61));
    List<Decided> second = claim(500, NOW.plusSeconds(62));
    List<Decided> afterALostProbe = claim(500, NOW.plusSeconds(92));

    // Then
    assertThat(before).isEmpty();
    assertThat(first).singleElement().matches(decided -> decided.claim().probe());
    assertThat(second).isEmpty();
    assertThat(afterALostProbe).singleElement().matches(decided -> decided.claim().probe());
  }

  @Test
  void aProbeThatFailsClosesTheLaneAnew() {
    // Given
    database.addActivities(10, NOW);
    closeUntil(NOW);

    // When
    settle(claim(500, NOW).getFirst(), OUTAGE, NOW);

    // Then
    assertThat(claim(500, NOW.plus(Duration.ofMinutes(14)))).isEmpty();
    assertThat(claim(500, NOW.plus(Duration.ofMinutes(17)))).hasSize(1);
  }

  @Test
  void aProbeThatHadNothingToSendIsFollowedByAnotherAtOnce() {
    // Given
    database.addActivities(10, NOW);
    closeUntil(NOW);
    Decided probe = claim(500, NOW).getFirst();

    // When
    new SettleStore(database.transactions())
        .settle(
            List.of(
                DeliveryPolicy.withoutPush(probe.claim(), new NextStep.Nothing("swiped"))
                    .with(LaneBreaker.untold(true))),
            NOW);

    // Then
    assertThat(claim(500, NOW.plusMillis(10))).hasSize(1);
  }

  @Test
  void aLaneThatOpensAgainTakesUpSpeedInsteadOfStampeding() {
    // Given
    database.addActivities(3_000, NOW);
    closeUntil(NOW);
    settle(claim(500, NOW).getFirst(), GOOD, NOW);

    // When
    List<Integer> claimed = new ArrayList<>();
    for (int tenth = 0; tenth < 60; tenth++) {
      claimed.add(claim(500, NOW.plusMillis(tenth * 100L)).size());
      claimed.add(claim(500, NOW.plusMillis(tenth * 100L + 50)).size());
    }

    // Then
    assertThat(claimed.getFirst()).isEqualTo(20);
    assertThat(claimed.get(1)).isZero();
    assertThat(claimed.get(100)).isEqualTo(40);
    assertThat(claimed)
        .isSortedAccordingTo((one, other) -> one == 0 || other == 0 ? 0 : one - other);
    assertThat(claim(500, NOW.plusSeconds(41)).size()).isEqualTo(500);
  }

  @Test
  void aLateProbeDoesNotOpenALaneThatAnotherReplicaHasClosed() {
    // Given
    database.addActivities(10, NOW);
    closeUntil(NOW);
    Decided probe = claim(500, NOW).getFirst();
    closeUntil(NOW.plusSeconds(600));

    // When
    settle(probe, GOOD, NOW.plusSeconds(1));

    // Then
    assertThat(claim(500, NOW.plusSeconds(2))).isEmpty();
  }

  @Test
  void aLaneWithEnoughOnItsWayLeavesTheSlotsToOthers() {
    // Given
    database.addActivities(10, NOW);
    moveToOtherLane(8);

    // When
    List<Decided> claimed = store.claim(500, NOW, 0, Set.of(LANE), LaneClaimTest::decide);

    // Then
    assertThat(claimed).hasSize(2);
  }

  /** Counts pages instead of time: what is held is not looked at, however much it is. */
  @Test
  void aHundredThousandHeldActivitiesCostAnOpenLaneNothing() {
    // Given
    addOpenBesideClosed(NOW.plusSeconds(3_600));
    long besideWaiting = pagesOfAClaim(NOW);
    database.empty();
    addOpenBesideClosed(NOW.minusSeconds(3_600));

    // When
    long besideHeld = pagesOfAClaim(NOW);

    // Then
    assertThat(besideHeld).isLessThan(besideWaiting * 3 / 2);
    assertThat(database.openClaims().stream().filter(Objects::nonNull)).hasSize(500);
  }

  private static void addOpenBesideClosed(Instant closedDueAt) {
    database.addActivities(500, NOW);
    database.addLane(OTHER_LANE);
    database.addHeld(100_000, OTHER_LANE, closedDueAt);
    database.change(
        "update lanes set closed_until = 'infinity', cause = 'credentials' where name = '%s'"
            .formatted(OTHER_LANE));
    database.change("analyze activities");
  }

  private static long pagesOfAClaim(Instant now) {
    return database.pagesOf(
        ClaimSql.CLAIM,
        now.atOffset(ZoneOffset.UTC),
        500,
        30.0,
        now.getEpochSecond(),
        new String[0]);
  }

  /** All but the first so many. */
  private static void moveToOtherLane(int after) {
    database.addLane(OTHER_LANE);
    database.change("update activities set lane = '%s' where id > %d".formatted(OTHER_LANE, after));
    database.change("update devices set app = 'com.example.cinema' where id > " + after);
  }

  private static void closeUntil(Instant until) {
    database.change(
        "update lanes set closed_until = '%s', cause = 'outage', next_turn_at = '-infinity'"
            .formatted(until));
  }

  private static List<Decided> claim(int limit, Instant now) {
    return store.claim(limit, now, 0, Set.of(), LaneClaimTest::decide);
  }

  private static Decided decide(Claim claim) {
    return Decided.of(
        claim, new ActivityTypes(Optional::empty).next(claim.snapshot(), claim.claimedAt()));
  }

  private static String laneOf(Decided decided) {
    return LaneStore.nameOf(decided.claim().lane());
  }

  private void settle(Decided decided, ApnsOutcome outcome, Instant now) {
    LaneBreaker breaker =
        new LaneBreaker(
            new LaneBreaker.Limits(20, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(15)),
            new Random(5));
    Settlement settlement =
        policy
            .afterPush(decided, (NextStep.Push) decided.step(), outcome, now, Duration.ofMillis(3))
            .with(breaker.answered(outcome, decided.claim().probe(), now));
    new SettleStore(database.transactions()).settle(List.of(settlement), now);
  }
}
