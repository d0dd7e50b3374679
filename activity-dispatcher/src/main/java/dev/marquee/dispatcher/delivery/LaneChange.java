package dev.marquee.dispatcher.delivery;

import java.time.Instant;

/** What an answer means for all that shares its lane. */
sealed interface LaneChange {

  /** Why a lane closes. */
  enum Cause {
    /** APNs refuses the key, the provider token or the topic; a person has to mend it. */
    CREDENTIALS,
    /** APNs fails by itself. */
    OUTAGE
  }

  /**
   * Nothing more is claimed of the lane.
   *
   * @param until when one probe may be sent, business time
   * @param reason in words, for operators
   */
  record Closes(Instant until, Cause cause, String reason) implements LaneChange {}

  /**
   * A probe got through: the lane takes up speed again.
   *
   * @param at business time
   */
  record Opens(Instant at) implements LaneChange {}

  /** A probe told nothing: the next one may go at once. */
  record FreesProbe() implements LaneChange {}

  /** Of two changes by one batch of answers, the one that holds. */
  static LaneChange stronger(LaneChange one, LaneChange other) {
    return switch (one) {
      case Closes closes ->
          other instanceof Closes later && later.until().isAfter(closes.until()) ? later : closes;
      case Opens _ -> other instanceof FreesProbe ? one : other;
      case FreesProbe _ -> other;
    };
  }
}
