package dev.marquee.testbed.apns;

import java.time.Instant;
import java.util.Objects;

/**
 * A stretch of business time.
 *
 * @param from its first moment
 * @param until the first moment after it
 */
public record TimeWindow(Instant from, Instant until) {
  /** All of time. */
  public static final TimeWindow ALWAYS = new TimeWindow(Instant.MIN, Instant.MAX);

  public TimeWindow {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(until, "until");
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "A time window begins before it ends, unlike " + from + " to " + until);
    }
  }

  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }
}
