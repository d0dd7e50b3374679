package dev.marquee.testbed.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often iOS lets something happen to one app within an hour. Apple tells neither the numbers
 * nor the window; what is known is that there is an end to it. Guarded by the lock of its phone.
 */
final class HourlyBudget {
  /** Live Activities that a push may start: about ten were seen before they silently stopped. */
  static final int STARTS = 10;

  /** Updates of priority 10. A guess; 5 is not counted. */
  static final int UPDATES = 30;

  /** The same for an app that may update frequently. */
  static final int FREQUENT_UPDATES = 120;

  private static final Duration WINDOW = Duration.ofHours(1);

  private final Deque<Instant> spent = new ArrayDeque<>(1);

  /** Spends one, if less than the limit was spent within the hour. */
  boolean spend(Instant now, int limit) {
    while (!spent.isEmpty() && !spent.getFirst().isAfter(now.minus(WINDOW))) {
      spent.removeFirst();
    }
    if (spent.size() >= limit) {
      return false;
    }
    spent.addLast(now);
    return true;
  }
}
