package dev.marquee.dispatcher.delivery;

import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DeliveryPolicyTest {
  private static final Instant ANSWERED_AT = CARD_AT.plusSeconds(1);
  private final DeliveryPolicy policy = new DeliveryPolicy(new Random(7));

  @Test
  void anAcceptedStartIsRememberedWithWhatItTold() {
    // When
    Settlement settlement = start(1, new ApnsOutcome.Accepted(null));

    // Then
    assertThat(settlement.progress().start()).isNotNull();
    assertThat(answerOf(settlement)).isEqualTo(StartAnswer.ACCEPTED);
    assertThat(settlement.progress().acceptedHash()).isNotNull();
    assertThat(settlement.notBefore()).isNull();
    assertThat(settlement.dueAt()).isEqualTo(Snapshots.OVER_AT);
  }

  @Test
  void anUnknownStartIsNotBlindlyRepeated() {
    // When
    Settlement settlement = start(1, new ApnsOutcome.Indeterminate("reset"));

    // Then
    assertThat(answerOf(settlement)).isEqualTo(StartAnswer.UNKNOWN);
    assertThat(pushOf(settlement).result()).isEqualTo(PushOutcome.Result.UNKNOWN);
  }

  @Test
  void aStartThatWasSurelyNotProcessedLeavesNoTrace() {
    // When
    Settlement settlement = start(1, new ApnsOutcome.NotSent("refused stream"));

    // Then
    assertThat(answerOf(settlement)).isEqualTo(StartAnswer.REFUSED);
    assertThat(settlement.notBefore()).isAfter(ANSWERED_AT);
  }

  @Test
  void aRefusedRepeatLeavesTheFirstStartUnknown() {
    // When
    Settlement settlement = start(2, new ApnsOutcome.NotSent("refused stream"));

    // Then
    assertThat(answerOf(settlement)).isEqualTo(StartAnswer.UNKNOWN);
    assertThat(Objects.requireNonNull(settlement.progress().start()).count()).isEqualTo(1);
  }

  @Test
  void anUnknownUpdateForgetsWhatThePhoneShows() {
    // When
    Settlement settlement = update(new ApnsOutcome.Indeterminate("time-out"));

    // Then
    assertThat(settlement.progress().acceptedHash()).isNull();
    assertThat(settlement.notBefore()).isAfter(ANSWERED_AT);
    assertThat(settlement.deadLetter()).isNull();
  }

  @Test
  void aDeadTokenIsReportedAndNeverDroppedHere() {
    // Given
    Instant since = CARD_AT.minusSeconds(60);

    // When
    Settlement settlement =
        update(new ApnsOutcome.TokenRejected(RejectionReason.Known.UNREGISTERED, since));

    // Then
    assertThat(settlement.rejection())
        .satisfies(rejection -> {
          assertThat(Objects.requireNonNull(rejection).rejectedAt()).isEqualTo(since);
          assertThat(rejection.tokenFingerprint())
              .isEqualTo(Snapshots.UPDATE_TOKEN.token().fingerprint());
        });
    assertThat(settlement.progress().ended()).isNull();
  }

  @Test
  void anEndThatFoundItsTokenDeadHasEndedNothing() {
    // When
    Settlement settlement =
        settle(
            Snapshots.live(),
            Snapshots.OVER_AT,
            0,
            new ApnsOutcome.TokenRejected(RejectionReason.Known.UNREGISTERED, CARD_AT));

    // Then
    assertThat(settlement.progress().ended()).isNull();
    assertThat(settlement.rejection()).isNotNull();
  }

  @Test
  void appleIsLeftAloneForAQuarterOfAnHourAfterAServerError() {
    // When
    Settlement settlement =
        update(new ApnsOutcome.Unavailable(RejectionReason.Known.SERVICE_UNAVAILABLE, null));

    // Then
    assertThat(settlement.notBefore()).isAfterOrEqualTo(ANSWERED_AT.plus(Duration.ofMinutes(15)));
  }

  @Test
  void aRefusedRequestBecomesADeadLetter() {
    // When
    Settlement settlement =
        update(new ApnsOutcome.RequestRejected(RejectionReason.Known.PAYLOAD_TOO_LARGE));

    // Then
    assertThat(settlement.deadLetter()).contains("PayloadTooLarge");
    assertThat(settlement.dueAt()).isNull();
  }

  @Test
  void aLongerWaitThatApnsAskedForIsKept() {
    // When
    Settlement settlement =
        update(
            new ApnsOutcome.Throttled(
                RejectionReason.Known.TOO_MANY_REQUESTS, Duration.ofMinutes(40)));

    // Then
    assertThat(settlement.notBefore()).isAfterOrEqualTo(ANSWERED_AT.plus(Duration.ofMinutes(40)));
  }

  @Test
  void aTokenOfPerhapsTheOtherEnvironmentIsReportedAndNothingIsGuessed() {
    // When
    Settlement settlement =
        update(new ApnsOutcome.TokenRejected(RejectionReason.Known.BAD_DEVICE_TOKEN, null));

    // Then
    assertThat(pushOf(settlement).answer())
        .isEqualTo(
            "400 BadDeviceToken, suspected environment mix-up: is this token really of sandbox?");
    assertThat(settlement.rejection()).isNotNull();
    assertThat(settlement.progress().updateTokenRejection()).isNotNull();
  }

  private Settlement start(int count, ApnsOutcome outcome) {
    Snapshots confirmed = Snapshots.confirmed();
    return settle(confirmed, CARD_AT, count, outcome);
  }

  private Settlement update(ApnsOutcome outcome) {
    return settle(
        Snapshots.live().withShowGate("C", CARD_AT.plusSeconds(60)),
        CARD_AT.plusSeconds(60),
        0,
        outcome);
  }

  private Settlement settle(Snapshots snapshots, Instant now, int startCount, ApnsOutcome outcome) {
    NextStep.Push push = (NextStep.Push) snapshots.next(now);
    Claim claim =
        new Claim(
            1,
            2,
            new ApnsLane("com.example.tickets", ApnsEnvironment.SANDBOX),
            now.getEpochSecond(),
            3,
            0,
            0,
            now,
            0,
            false,
            snapshots.snapshot());
    return policy.afterPush(
        new Decided(claim, push, startCount, false),
        push,
        outcome,
        ANSWERED_AT,
        Duration.ofMillis(5));
  }

  private static StartAnswer answerOf(Settlement settlement) {
    return Objects.requireNonNull(settlement.progress().start()).answer();
  }

  private static Settlement.SettledPush pushOf(Settlement settlement) {
    return Objects.requireNonNull(settlement.push());
  }
}
