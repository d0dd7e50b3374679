package dev.marquee.testbed.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many Live Activities an app may have started by push in a while. Apple names neither number;
 * about ten in about an hour is what was seen. Guarded by the lock of its phone.
 */
final class StartBudget {
  static final int STARTS = 10;
  static final Duration WINDOW = Duration.ofHours(1);

  private final Deque<Instant> spent = new ArrayDeque<>();

  /** Spends one start, if there is one left. */
  boolean spend(Instant now) {
    while (!spent.isEmpty() && !spent.getFirst().isAfter(now.minus(WINDOW))) {
      spent.removeFirst();
    }
    if (spent.size() >= STARTS) {
      return false;
    }
    spent.addLast(now);
    return true;
  }
}
