package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.dispatcher.activity.ActivityInstance;
import dev.marquee.dispatcher.activity.Device;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Duration;
import java.time.Instant;
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

/** What becomes of a plan when its facts change, from ingest to the claim, on a real PostgreSQL. */
@Timeout(60)
class PlanTest {
  private static final Instant CARD_AT = Snapshots.CARD_AT;
  private static final Instant MORNING = CARD_AT.minus(Duration.ofHours(6));
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);
  private static ActivityDatabase database;

  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(7));

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
  void aShowInTwoYearsIsStartedToTheSecond() {
    // Given
    Crowd inTwoYears = new Crowd(Snapshots.STARTS_AT.plus(Duration.ofDays(730)));
    Instant cardAt = CARD_AT.plus(Duration.ofDays(730));
    ingest(MORNING, inTwoYears.confirmed(1));
    ingest(MORNING, inTwoYears.device(1));

    // When
    List<String> steps = steps(MORNING);

    // Then
    assertThat(steps).containsExactly("WaitUntil d-1");
    assertThat(steps(cardAt.minusSeconds(1))).isEmpty();
    assertThat(steps(cardAt)).containsExactly("Start d-1");
  }

  @Test
  void aStartUsesTheTokenOfItsHourAndNotOfThePlan() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    steps(MORNING);

    // When
    ingest(MORNING.plusSeconds(60), CROWD.deviceWithToken(1, "cc".repeat(16)));
    steps(MORNING.plusSeconds(60));

    // Then
    assertThat(claim(CARD_AT))
        .singleElement()
        .extracting(Decided::step)
        .isInstanceOfSatisfying(
            NextStep.Start.class,
            start -> assertThat(start.token().token().hex()).isEqualTo("cc".repeat(16)));
  }

  @Test
  void whatTheDeviceAllowsIsKnownToTheDecision() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));

    // When
    List<Decided> decided = claim(MORNING);

    // Then
    assertThat(decided)
        .singleElement()
        .extracting(one -> one.claim().snapshot().device())
        .matches(Device::frequentUpdatesEnabled, "its app reported frequent updates");
  }

  @Test
  void theNewerOfTwoCardsIsTalkedToWhicheverWasHeardOfFirst() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    ingest(CARD_AT, card("newer", 5, 2));
    ingest(CARD_AT, card("older", 9, 1));

    // When
    List<Decided> decided = claim(CARD_AT);

    // Then
    assertThat(decided)
        .singleElement()
        .extracting(one -> Objects.requireNonNull(one.claim().snapshot().instance()))
        .isEqualTo(new ActivityInstance("newer", InstanceState.ACTIVE, null));
  }

  @Test
  void aTransferEndsTheCardHereAndPlansOneThere() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    ingest(MORNING, CROWD.device(2));
    steps(CARD_AT);
    ingest(CARD_AT, CROWD.card(1, CARD_AT));
    Instant transferredAt = CARD_AT.plusSeconds(600);

    // When
    ingest(transferredAt, CROWD.transferred(1, 2, transferredAt));

    // Then
    assertThat(steps(transferredAt)).containsExactlyInAnyOrder("End d-1", "WaitUntil d-2");
    assertThat(steps(transferredAt.plusSeconds(30))).containsExactly("Start d-2");
  }

  @Test
  void aTransferBeforeTheStartLeavesNothingBehind() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    ingest(MORNING, CROWD.device(2));
    steps(MORNING);

    // When
    ingest(MORNING.plusSeconds(60), CROWD.transferred(1, 2, MORNING.plusSeconds(60)));

    // Then
    assertThat(steps(MORNING.plusSeconds(60)))
        .containsExactlyInAnyOrder("Nothing d-1", "WaitUntil d-2");
    assertThat(steps(CARD_AT)).containsExactly("Start d-2");
  }

  @Test
  void aShowThatMovedIsPlannedAnewAndOnlyThere() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    steps(MORNING);
    Instant movedAt = MORNING.plusSeconds(60);
    Instant startsAt = Snapshots.STARTS_AT.plus(Duration.ofDays(1));

    // When
    ingest(movedAt, CROWD.moved(1, startsAt, movedAt));

    // Then
    assertThat(steps(movedAt)).containsExactly("WaitUntil d-1");
    assertThat(steps(CARD_AT.plusSeconds(60))).isEmpty();
    assertThat(steps(CARD_AT.plus(Duration.ofDays(1)))).containsExactly("Start d-1");
  }

  @Test
  void signingOutEndsTheCard() {
    // Given
    ingest(MORNING, CROWD.confirmed(1));
    ingest(MORNING, CROWD.device(1));
    steps(CARD_AT);
    ingest(CARD_AT, CROWD.card(1, CARD_AT));
    Instant signedOutAt = CARD_AT.plusSeconds(600);

    // When
    ingest(signedOutAt, CROWD.signedOut(1));

    // Then
    assertThat(steps(signedOutAt)).containsExactly("End d-1");
  }

  private static TokenEvent card(String activityKitId, long version, long ordinal) {
    return PlainEvents.card(
        CARD_AT, "d-1", activityKitId, "b-1", version, ordinal, InstanceState.ACTIVE, null);
  }

  private static void ingest(Instant now, BookingEvent event) {
    database.transactions().run(session -> FactWriter.writeBookings(session, List.of(event), now));
  }

  private static void ingest(Instant now, TokenEvent event) {
    database.transactions().run(session -> FactWriter.writeTokens(session, List.of(event), now));
  }

  /** Claims what is due, and settles it: APNs accepts every push. */
  private List<String> steps(Instant now) {
    List<String> steps = new ArrayList<>();
    List<Settlement> settlements = new ArrayList<>();
    for (Decided decided : claim(now)) {
      steps.add(
          decided.step().getClass().getSimpleName()
              + " "
              + decided.claim().snapshot().device().ref());
      settlements.add(
          decided.step() instanceof NextStep.Push push
              ? policy.afterPush(
                  decided, push, new ApnsOutcome.Accepted(null), now, Duration.ofMillis(3))
              : DeliveryPolicy.withoutPush(decided.claim(), decided.step()));
    }
    new SettleStore(database.transactions()).settle(settlements, now);
    return steps;
  }

  private static List<Decided> claim(Instant now) {
    return new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8))
        .claim(
            100,
            now,
            0,
            Set.of(),
            claim -> Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt())));
  }
}
