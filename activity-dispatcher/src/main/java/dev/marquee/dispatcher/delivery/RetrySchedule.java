package dev.marquee.dispatcher.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: exponential, capped, with full jitter, and never below a
 * floor. Pure but for its random numbers.
 *
 * @param floor what the peer asked for at least
 * @param first the longest wait after the first failure
 * @param cap the longest wait of all
 */
record RetrySchedule(Duration floor, Duration first, Duration cap) {
  /** A push that surely was not processed: try again soon. */
  static final RetrySchedule NOT_SENT =
      new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** No answer: the repeat must not pile up on a host that is in trouble. */
  static final RetrySchedule UNKNOWN =
      new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofMinutes(5));

  /** Too many pushes to one token (429): let it rest. */
  static final RetrySchedule THROTTLED =
      new RetrySchedule(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10));

  /** Apple asks for 15 minutes after a 5xx answer (apns.md 3.1). */
  static final RetrySchedule UNAVAILABLE =
      new RetrySchedule(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofHours(1));

  /**
   * The same schedule, with the floor that the peer asked for in its answer; null if it did not.
   */
  RetrySchedule atLeast(@Nullable Duration asked) {
    return asked == null || asked.compareTo(floor) <= 0
        ? this
        : new RetrySchedule(asked, first, cap);
  }

  /**
   * The wait after some failures.
   *
   * @param failures in a row, at least 1
   */
  Duration waitAfter(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, 20);
    long longest = Math.min(first.toMillis() << doublings, cap.toMillis());
    return floor.plusMillis(random.nextLong(longest + 1));
  }
}
