package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.ActivitySnapshot;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsLane;
import java.time.Instant;

/**
 * The durable intent to look after one activity: leased, counted and stamped by the claiming
 * transaction.
 *
 * @param activityId the row
 * @param apsTimestamp the {@code aps.timestamp} of the push, should there be one; together with the
 *     id the fencing token of the settle
 * @param changes how many facts had touched the row when it was claimed
 * @param unsettledClaims how many claims before this one nobody settled, in a row
 * @param failures how many pushes in a row were not accepted
 * @param claimedAt business time
 * @param deadlineNanos until when something may be written to a socket, by {@link System#nanoTime};
 *     taken before the claim, so that it ends before the lease whatever stops the process meanwhile
 * @param probe whether it is the one push that a closed lane is tried with
 */
record Claim(
    long activityId,
    long deviceId,
    ApnsLane lane,
    long apsTimestamp,
    long changes,
    int unsettledClaims,
    int failures,
    Instant claimedAt,
    long deadlineNanos,
    boolean probe,
    ActivitySnapshot snapshot) {

  /**
   * A claim and what to do about it.
   *
   * @param step what the core says; where the activity is given up, why
   * @param startCount for a start, how many starts of the card there are with it; else 0
   * @param givenUp whether the activity becomes a dead letter
   * @param parked whether a pause holds the activity; then there is nothing to settle
   */
  record Decided(Claim claim, NextStep step, int startCount, boolean givenUp, boolean parked) {

    /** A claim that no pause holds. */
    Decided(Claim claim, NextStep step, int startCount, boolean givenUp) {
      this(claim, step, startCount, givenUp, false);
    }

    /** A claim that a pause holds. */
    static Decided parked(Claim claim) {
      return new Decided(claim, new NextStep.Nothing("a pause holds it"), 0, false, true);
    }

    /** A claim that goes the core's way. */
    static Decided of(Claim claim, NextStep step) {
      return new Decided(claim, step, 0, false);
    }

    /** A claim that cannot go on. */
    static Decided givenUp(Claim claim, String reason) {
      return new Decided(claim, new NextStep.Nothing(reason), 0, true);
    }
  }
}
