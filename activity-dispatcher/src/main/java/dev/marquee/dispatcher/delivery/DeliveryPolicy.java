package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.dispatcher.activity.TokenRejection;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.delivery.Settlement.SettledPush;
import dev.marquee.types.rendering.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a claim ends in: from the step that was decided and the answer of APNs to the row as it
 * shall be. Pure but for the jitter of its back-off. What an answer means for the whole lane is the
 * {@link LaneBreaker}'s to say.
 */
final class DeliveryPolicy {
  private static final int SERVER_FAULT = 500;

  private final RandomGenerator random;

  DeliveryPolicy(RandomGenerator random) {
    this.random = random;
  }

  /** Nothing was sent. */
  static Settlement withoutPush(Claim claim, NextStep step) {
    Instant dueAt =
        switch (step) {
          case NextStep.WaitUntil wait -> wait.at();
          case NextStep.WaitForToken wait ->
              wait.until().isAfter(claim.claimedAt()) ? wait.until() : null;
          case NextStep.Nothing _ -> null;
          case NextStep.Push push ->
              throw new IllegalArgumentException("a push was decided: " + push.reason());
        };
    return new Settlement(
        claim, claim.snapshot().progress(), dueAt, null, claim.failures(), null, null, null, null);
  }

  /** The activity is given up until a new fact arrives. */
  static Settlement givenUp(Claim claim, String reason) {
    return new Settlement(
        claim, claim.snapshot().progress(), null, null, claim.failures(), null, null, null, reason);
  }

  /**
   * A push was sent, or was meant to be.
   *
   * @param now business time of the answer
   * @param latency from the claim to the answer
   */
  Settlement afterPush(
      Decided decided, NextStep.Push push, ApnsOutcome outcome, Instant now, Duration latency) {
    Answered answered = new Answered(decided.claim(), decided.startCount(), push, now, latency);
    return switch (outcome) {
      case ApnsOutcome.Accepted _ -> accepted(answered);
      case ApnsOutcome.TokenRejected rejected ->
          tokenRejected(answered, rejected.reason(), rejected.since());
      case ApnsOutcome.CredentialsRejected rejected ->
          later(answered, words(rejected.reason()), RetrySchedule.NOT_SENT);
      case ApnsOutcome.Throttled throttled -> throttled(answered, throttled);
      case ApnsOutcome.Unavailable unavailable -> unavailable(answered, unavailable);
      case ApnsOutcome.NotSent notSent ->
          later(answered, "not sent: " + notSent.cause(), RetrySchedule.NOT_SENT);
      case ApnsOutcome.RequestRejected rejected -> poison(answered, words(rejected.reason()));
      case ApnsOutcome.Indeterminate unknown -> unknown(answered, unknown.cause());
    };
  }

  /** A push and the circumstances of its answer. */
  private record Answered(
      Claim claim, int startCount, NextStep.Push push, Instant now, Duration latency) {

    PushProgress before() {
      return claim.snapshot().progress();
    }

    SettledPush settled(PushOutcome.Result result, @Nullable String answer) {
      Alert alert =
          switch (push) {
            case NextStep.Start start -> start.alert();
            case NextStep.Update update -> update.alert();
            case NextStep.End _ -> null;
          };
      PushOutcome.Event event =
          switch (push) {
            case NextStep.Start _ -> PushOutcome.Event.START;
            case NextStep.Update _ -> PushOutcome.Event.UPDATE;
            case NextStep.End _ -> PushOutcome.Event.END;
          };
      return new SettledPush(
          event,
          result,
          alert == null ? null : alert.body().summary(),
          push.state().hash(),
          push.reason(),
          answer,
          now,
          latency);
    }
  }

  private static Settlement accepted(Answered answered) {
    NextStep.Push push = answered.push();
    PushProgress after =
        answered
            .before()
            .withStart(startAfter(answered, StartAnswer.ACCEPTED))
            .withAccepted(push.state().hash(), push.marks())
            .withPushAt(answered.claim().claimedAt())
            .withUrgentPaidUntil(urgentPaidAfter(answered))
            .withEnded(endedAfter(answered));
    return new Settlement(
        answered.claim(),
        after,
        push.revisitAt(),
        null,
        0,
        answered.settled(PushOutcome.Result.ACCEPTED, null),
        null,
        null,
        null);
  }

  /**
   * The token is dead, or so Apple says; the registry decides and answers on {@code token-events}.
   * The card may live on with another token: an end that was refused has ended nothing.
   */
  private static Settlement tokenRejected(
      Answered answered, RejectionReason reason, @Nullable Instant since) {
    Claim claim = answered.claim();
    String fingerprint = answered.push().token().token().fingerprint();
    TokenRejection rejection =
        new TokenRejection(fingerprint, since == null ? claim.claimedAt() : since);
    PushProgress pushed =
        answered
            .before()
            .withStart(startAfter(answered, StartAnswer.REFUSED))
            .withPushAt(claim.claimedAt());
    PushProgress after =
        answered.push() instanceof NextStep.Start
            ? pushed.withStartTokenRejection(rejection)
            : pushed.withUpdateTokenRejection(rejection);
    TokenKind kind =
        switch (answered.push()) {
          case NextStep.Start start -> new TokenKind.Start(start.attributesType());
          case NextStep.Update update -> new TokenKind.Update(update.activityKitId());
          case NextStep.End end -> new TokenKind.Update(end.activityKitId());
        };
    TokenRejected report =
        new TokenRejected(
            ApnsIds.of(claim.activityId(), claim.apsTimestamp()).toString(),
            answered.now(),
            claim.snapshot().device().ref(),
            kind,
            fingerprint,
            // A 410 without a body has no text, and the registry's contract wants one.
            reason.text().isBlank() ? "Unknown" : reason.text(),
            since,
            claim.claimedAt());
    return new Settlement(
        claim,
        after,
        answered.push().revisitAt(),
        null,
        0,
        answered.settled(PushOutcome.Result.REJECTED, tokenWords(claim, reason)),
        report,
        null,
        null);
  }

  /** One token rests; a provider token that was changed too often is the lane's matter instead. */
  private Settlement throttled(Answered answered, ApnsOutcome.Throttled throttled) {
    RetrySchedule schedule =
        throttled.reason() == RejectionReason.Known.TOO_MANY_PROVIDER_TOKEN_UPDATES
            ? RetrySchedule.NOT_SENT
            : RetrySchedule.THROTTLED;
    return later(answered, words(throttled.reason()), schedule.atLeast(throttled.retryAfter()));
  }

  /** Apple's quarter of an hour is for 5xx; what else is amiss with a connection passes soon. */
  private Settlement unavailable(Answered answered, ApnsOutcome.Unavailable unavailable) {
    RetrySchedule schedule =
        unavailable.reason().status() >= SERVER_FAULT
            ? RetrySchedule.UNAVAILABLE
            : RetrySchedule.NOT_SENT;
    return later(answered, words(unavailable.reason()), schedule.atLeast(unavailable.retryAfter()));
  }

  /** It was refused, or surely not processed, and may succeed later. */
  private Settlement later(Answered answered, String answer, RetrySchedule schedule) {
    int failures = answered.claim().failures() + 1;
    Instant notBefore = answered.now().plus(schedule.waitAfter(failures, random));
    return new Settlement(
        answered.claim(),
        withoutStart(answered),
        notBefore,
        notBefore,
        failures,
        answered.settled(PushOutcome.Result.REJECTED, answer),
        null,
        null,
        null);
  }

  /** Repeating it unchanged can only fail again. */
  private static Settlement poison(Answered answered, String answer) {
    return new Settlement(
        answered.claim(),
        withoutStart(answered),
        null,
        null,
        answered.claim().failures() + 1,
        answered.settled(PushOutcome.Result.ABANDONED, answer),
        null,
        null,
        "APNs refused the request itself: " + answer);
  }

  /**
   * Written, and no answer: the phone may show it or not. Forgetting the accepted hash makes an
   * update be sent again; a start waits for the type's time-out, which the core knows.
   */
  private Settlement unknown(Answered answered, String cause) {
    int failures = answered.claim().failures() + 1;
    PushProgress pushed =
        answered
            .before()
            .withStart(startAfter(answered, StartAnswer.UNKNOWN))
            .inDoubt()
            .withUrgentPaidUntil(urgentPaidAfter(answered))
            .withPushAt(answered.claim().claimedAt());
    PushProgress after =
        answered.push() instanceof NextStep.Start ? pushed.withEnded(endedAfter(answered)) : pushed;
    Instant notBefore = answered.now().plus(RetrySchedule.UNKNOWN.waitAfter(failures, random));
    return new Settlement(
        answered.claim(),
        after,
        notBefore,
        notBefore,
        failures,
        answered.settled(PushOutcome.Result.UNKNOWN, "no answer: " + cause),
        null,
        null,
        null);
  }

  private static PushProgress withoutStart(Answered answered) {
    return answered.before().withStart(startAfter(answered, StartAnswer.REFUSED));
  }

  /** A refused start leaves open what an earlier start of the card left open. */
  private static @Nullable StartAttempt startAfter(Answered answered, StartAnswer answer) {
    return switch (answered.push()) {
      case NextStep.Start _ -> {
        Instant at = answered.claim().claimedAt();
        int count = answered.startCount();
        yield switch (answer) {
          case CLAIMED, ACCEPTED, UNKNOWN -> new StartAttempt(at, answer, count);
          case REFUSED ->
              count > 1
                  ? new StartAttempt(at, StartAnswer.UNKNOWN, count - 1)
                  : new StartAttempt(at, StartAnswer.REFUSED, 0);
        };
      }
      case NextStep.Update _, NextStep.End _ -> answered.before().start();
    };
  }

  private static @Nullable Instant urgentPaidAfter(Answered answered) {
    return answered.push() instanceof NextStep.Update update
        ? update.urgentPaidUntil()
        : answered.before().urgentPaidUntil();
  }

  /** A start ends the card that it stands in for, just before it. */
  private static @Nullable EndedCard endedAfter(Answered answered) {
    Instant at = answered.claim().claimedAt();
    return switch (answered.push()) {
      case NextStep.End end -> new EndedCard(at, end.activityKitId());
      case NextStep.Start start ->
          start.replaces() == null
              ? answered.before().ended()
              : new EndedCard(at.minusMillis(1), start.replaces());
      case NextStep.Update _ -> answered.before().ended();
    };
  }

  /** Nothing is guessed: the environment is not changed, an operator is told to look at it. */
  private static String tokenWords(Claim claim, RejectionReason reason) {
    return reason == RejectionReason.Known.BAD_DEVICE_TOKEN
        ? words(reason)
            + ", suspected environment mix-up: is this token really of "
            + WireNames.of(claim.lane().environment())
            + "?"
        : words(reason);
  }

  private static String words(RejectionReason reason) {
    return reason.status() + " " + reason.text();
  }
}
