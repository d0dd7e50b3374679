package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.LaneChange.Cause;
import dev.marquee.dispatcher.delivery.LaneChange.Closes;
import dev.marquee.dispatcher.delivery.LaneChange.FreesProbe;
import dev.marquee.dispatcher.delivery.LaneChange.Opens;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stray failure of APNs, which makes one activity wait, from an outage, which closes the
 * lane. Pure but for its random numbers: time comes with each answer, and what it decides is
 * carried out by whoever asked. One per lane and replica; any thread.
 *
 * <p>Only what APNs answers counts. A push that was not sent, or got no answer, may be the fault of
 * a network on the way, and the limit of pushes on their way bounds it.
 */
final class LaneBreaker {
  /** How long a lane rests after its credentials were refused, before a probe. */
  static final Duration CREDENTIALS_REST = Duration.ofMinutes(1);

  /** What is added to a rest at most, as a share of it, so that replicas and lanes do not meet. */
  private static final double JITTER = 0.1;

  private static final int SERVER_FAULT = 500;

  /**
   * When failures make an outage.
   *
   * @param failures that there are at least within the window
   * @param share of the answers within the window that they are at least
   * @param window how far back is counted
   * @param rest how long the lane is closed before a probe; Apple asks for 15 minutes
   */
  record Limits(int failures, double share, Duration window, Duration rest) {}

  private final Limits limits;
  private final RandomGenerator random;
  private final AnswerWindow window;
  private Instant restsUntil = Instant.MIN;

  LaneBreaker(Limits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
    this.window = new AnswerWindow(limits.window());
  }

  /**
   * An answer came.
   *
   * @param probe whether it is that of the one push that a closed lane was allowed
   * @param now business time
   * @return what that means for the lane, or null where it changes nothing
   */
  synchronized @Nullable LaneChange answered(ApnsOutcome outcome, boolean probe, Instant now) {
    return switch (outcome) {
      case ApnsOutcome.Accepted _, ApnsOutcome.TokenRejected _, ApnsOutcome.RequestRejected _ ->
          good(probe, now);
      case ApnsOutcome.Throttled throttled ->
          throttled.reason() == RejectionReason.Known.TOO_MANY_PROVIDER_TOKEN_UPDATES
              ? refused(throttled.reason(), now)
              : good(probe, now);
      case ApnsOutcome.CredentialsRejected rejected -> refused(rejected.reason(), now);
      case ApnsOutcome.Unavailable unavailable ->
          unavailable.reason().status() >= SERVER_FAULT
              ? failed(unavailable.reason(), probe, now)
              : untold(probe);
      case ApnsOutcome.NotSent _, ApnsOutcome.Indeterminate _ -> untold(probe);
    };
  }

  /** A probe's claim that came to no push, or to one that tells nothing. */
  static @Nullable LaneChange untold(boolean probe) {
    return probe ? new FreesProbe() : null;
  }

  private @Nullable LaneChange good(boolean probe, Instant now) {
    if (probe) {
      window.clear();
      restsUntil = Instant.MIN;
      return new Opens(now);
    }
    window.add(false, now);
    return null;
  }

  private LaneChange refused(RejectionReason reason, Instant now) {
    return new Closes(
        now.plus(withJitter(CREDENTIALS_REST)),
        Cause.CREDENTIALS,
        "credentials refused: %d %s".formatted(reason.status(), reason.text()));
  }

  private @Nullable LaneChange failed(RejectionReason reason, boolean probe, Instant now) {
    if (probe) {
      return closes("the probe was answered", reason, now);
    }
    if (now.isBefore(restsUntil)) {
      // Sent before the lane closed.
      return null;
    }
    window.add(true, now);
    boolean outage =
        window.failures() >= limits.failures()
            && window.failures() >= limits.share() * window.answers();
    return outage
        ? closes(
            "%d of %d answers within %s failed, the last"
                .formatted(window.failures(), window.answers(), limits.window()),
            reason,
            now)
        : null;
  }

  private LaneChange closes(String what, RejectionReason reason, Instant now) {
    window.clear();
    restsUntil = now.plus(withJitter(limits.rest()));
    return new Closes(
        restsUntil,
        Cause.OUTAGE,
        "APNs fails: %s %d %s".formatted(what, reason.status(), reason.text()));
  }

  private Duration withJitter(Duration rest) {
    return rest.plusMillis((long) (rest.toMillis() * JITTER * random.nextDouble()));
  }
}
