package dev.marquee.dispatcher.apns;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: twice as long after each failure up to a cap, then a
 * random part of that, so that many replicas do not come back at the same instant. Apple takes
 * senders that open and close repeatedly for an attack.
 *
 * @param first the longest wait after the first failure
 * @param cap the longest wait after any number of failures
 * @param random must be safe for use by several threads
 */
record Backoff(Duration first, Duration cap, RandomGenerator random) {

  private static final int DOUBLINGS_LIMIT = 30;

  /** The wait in nanoseconds after so many failures in a row; none after none. */
  long nanosAfter(int failures) {
    if (failures == 0) {
      return 0;
    }
    int doublings = Math.min(failures - 1, DOUBLINGS_LIMIT);
    long longest = Math.min(cap.toNanos(), first.toNanos() << doublings);
    return random.nextLong(longest + 1);
  }
}
