package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.dispatcher.activity.PushProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a claim ends in: the row as it shall be, and what to tell the world, all in one transaction.
 *
 * @param progress what has been pushed by now
 * @param dueAt when to look again, unless a fact arrived meanwhile; null for never
 * @param notBefore until when nothing may be tried; null for no back-off
 * @param failures pushes in a row that were not accepted
 * @param push what was sent and what became of it; null where nothing was
 * @param rejection the report to the registry; null where no token was refused
 * @param laneChange what it means for all that shares the lane; null where nothing
 * @param deadLetter why the activity is given up; null where it is not
 */
record Settlement(
    Claim claim,
    PushProgress progress,
    @Nullable Instant dueAt,
    @Nullable Instant notBefore,
    int failures,
    @Nullable SettledPush push,
    @Nullable TokenRejected rejection,
    @Nullable LaneChange laneChange,
    @Nullable String deadLetter) {

  /**
   * One push and its answer.
   *
   * @param alert the alert's body; null for a silent push
   * @param stateHash hash of the content state that it carried
   * @param why the core's reason to send it
   * @param answer what APNs said, in words; null where it accepted
   */
  record SettledPush(
      PushOutcome.Event event,
      PushOutcome.Result result,
      @Nullable String alert,
      String stateHash,
      String why,
      @Nullable String answer,
      Instant answeredAt,
      Duration latency) {}

  /** The same, with what it means for the lane. */
  Settlement with(@Nullable LaneChange change) {
    return new Settlement(
        claim, progress, dueAt, notBefore, failures, push, rejection, change, deadLetter);
  }
}
