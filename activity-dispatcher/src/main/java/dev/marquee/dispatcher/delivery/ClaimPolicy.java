package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * What to do about a claim: the core's step, unless the claims of the activity come to nothing, no
 * step can be decided, or starts have to wait. Thread-safe.
 */
@ApplicationScoped
class ClaimPolicy {
  private static final Logger LOG = Logger.getLogger(ClaimPolicy.class);
  private static final Duration GATE_PAUSE = Duration.ofSeconds(1);

  private final BiFunction<ActivitySnapshot, Instant, NextStep> core;
  private final StartGate startGate;
  private final int unsettledClaimLimit;

  @Inject
  ClaimPolicy(ActivityTypes types, StartGate startGate, DeliveryConfig config) {
    this(types::next, startGate, config);
  }

  /**
   * With a core of one's own.
   *
   * @param core the next step of a snapshot at a time
   */
  ClaimPolicy(
      BiFunction<ActivitySnapshot, Instant, NextStep> core,
      StartGate startGate,
      DeliveryConfig config) {
    this.core = core;
    this.startGate = startGate;
    this.unsettledClaimLimit = config.unsettledClaimLimit();
  }

  /**
   * Has no effects, for the claiming transaction may repeat it; and never throws, for one activity
   * that cannot be rendered must not roll back the claims of its neighbours.
   */
  Decided decide(Claim claim) {
    if (claim.unsettledClaims() >= unsettledClaimLimit) {
      return Decided.givenUp(
          claim, claim.unsettledClaims() + " claims in a row were never settled");
    }
    NextStep step;
    try {
      step = core.apply(claim.snapshot(), claim.claimedAt());
    } catch (RuntimeException e) {
      LOG.errorf(e, "no step could be decided, activityId=%d", claim.activityId());
      return Decided.givenUp(claim, "no step could be decided: " + e);
    }
    boolean gated = step instanceof NextStep.Start && !startGate.isOpen();
    return Decided.of(
        claim,
        gated
            ? new NextStep.WaitUntil(
                claim.claimedAt().plus(GATE_PAUSE),
                "ingest is catching up, and a start may be cancelled in the backlog")
            : step);
  }
}
