package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsPriority;
import dev.marquee.dispatcher.apns.ApnsPush;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns what the core wants to push into a request to APNs: its headers follow from the event. */
final class PushRequest {
  /** The end outlives a night without a network, as long as the card itself may. */
  static final Duration END_USEFULNESS = Duration.ofHours(4);

  private PushRequest() {}

  /**
   * The request of one claim.
   *
   * @throws IllegalArgumentException if APNs would refuse it
   */
  static ApnsPush of(Claim claim, NextStep.Push push) {
    return new ApnsPush(
        ApnsIds.of(claim.activityId(), claim.apsTimestamp()),
        claim.lane(),
        push.token().token(),
        PushPayload.of(push, claim.apsTimestamp()),
        priority(push),
        expiration(claim, push),
        collapseId(claim, push),
        claim.snapshot().progress().acceptedHash() != null);
  }

  private static ApnsPriority priority(NextStep.Push push) {
    return switch (push) {
      case NextStep.Start _, NextStep.End _ -> ApnsPriority.IMMEDIATE;
      case NextStep.Update update ->
          switch (update.priority()) {
            case CONSERVE_POWER -> ApnsPriority.CONSERVE_POWER;
            case IMMEDIATE -> ApnsPriority.IMMEDIATE;
          };
    };
  }

  /** An update is of use until what it shows is stale. */
  private static Instant expiration(Claim claim, NextStep.Push push) {
    return switch (push) {
      case NextStep.Start start -> start.usefulUntil();
      case NextStep.Update update -> update.staleDate();
      case NextStep.End _ -> claim.claimedAt().plus(END_USEFULNESS);
    };
  }

  /** Only a start could show twice what is stored for a phone that is offline. */
  private static @Nullable String collapseId(Claim claim, NextStep.Push push) {
    return push instanceof NextStep.Start ? "activity-" + claim.activityId() : null;
  }
}
