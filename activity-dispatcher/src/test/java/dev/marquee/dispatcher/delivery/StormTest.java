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
 * APNs answers 503 for twenty minutes, in business time: claims, breaker and settles as in a
 * replica, on a real PostgreSQL.
 */
@Timeout(120)
class StormTest {
  private static final int ACTIVITIES = 1_000;
  private static final int BATCH = 200;
  private static final Instant BEGIN = Snapshots.CARD_AT;
  private static final Instant STORM_ENDS = BEGIN.plus(Duration.ofMinutes(20));
  private static final Duration TURN = Duration.ofMillis(100);
  private static ActivityDatabase database;

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(11));
  private final LaneBreaker breaker =
      new LaneBreaker(
          new LaneBreaker.Limits(20, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(15)),
          new Random(5));
  private final List<Integer> sentDuringStorm = new ArrayList<>();
  private final List<Integer> acceptedPerTurn = new ArrayList<>();

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void fill() {
    database.empty();
    database.addActivities(ACTIVITIES, BEGIN);
  }

  @Test
  void aStormIsLeftAloneAndTheRecoveryIsNoStampede() {
    // When
    Instant now = BEGIN;
    while (accepted() < ACTIVITIES && now.isBefore(BEGIN.plus(Duration.ofHours(2)))) {
      int sent = claimSendAndSettle(now);
      now = now.plus(sent == 0 ? Duration.ofSeconds(20) : TURN);
    }

    // Then
    assertThat(accepted()).isEqualTo(ACTIVITIES);
    assertThat(now).isBefore(BEGIN.plus(Duration.ofHours(1)));
    assertThat(sentDuringStorm.stream().mapToInt(Integer::intValue).sum())
        .as("one batch that was on its way when the lane closed, and probes")
        .isLessThan(BATCH + 3);
    assertThat(acceptedPerTurn.getFirst()).as("the probe").isEqualTo(1);
    assertThat(acceptedPerTurn).as("a tenth of a second each").allMatch(count -> count <= 40);
    assertThat(database.count("dead_letters")).isZero();
    assertThat(database.outboxTopics()).containsOnly(SettleStore.PUSH_OUTCOMES);
  }

  private int accepted() {
    return acceptedPerTurn.stream().mapToInt(Integer::intValue).sum();
  }

  private int claimSendAndSettle(Instant now) {
    List<Settlement> settlements = new ArrayList<>();
    int pushes = 0;
    for (Decided decided : claim(now)) {
      boolean probe = decided.claim().probe();
      if (decided.step() instanceof NextStep.Push push) {
        ApnsOutcome outcome =
            now.isBefore(STORM_ENDS)
                ? new ApnsOutcome.Unavailable(Known.SERVICE_UNAVAILABLE, null)
                : new ApnsOutcome.Accepted(null);
        settlements.add(
            policy
                .afterPush(decided, push, outcome, now, Duration.ofMillis(3))
                .with(breaker.answered(outcome, probe, now)));
        pushes++;
      } else {
        settlements.add(
            DeliveryPolicy.withoutPush(decided.claim(), decided.step())
                .with(LaneBreaker.untold(probe)));
      }
    }
    if (!settlements.isEmpty()) {
      new SettleStore(database.transactions()).settle(settlements, now);
    }
    if (pushes > 0) {
      (now.isBefore(STORM_ENDS) ? sentDuringStorm : acceptedPerTurn).add(pushes);
    }
    return settlements.size();
  }

  private static List<Decided> claim(Instant now) {
    return new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8))
        .claim(
            BATCH,
            now,
            0,
            Set.of(),
            claim ->
                Decided.of(
                    claim,
                    new ActivityTypes(Optional::empty).next(claim.snapshot(), claim.claimedAt())));
  }
}
