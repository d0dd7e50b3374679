package dev.marquee.testbed.benchmark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what a benchmark has set going, as long as it goes on. For one thread. */
final class Headway {

  /** A figure is void if nothing happens for so long although something is missing. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private Headway() {}

  /** Returns when so many cards show the gate. */
  static void await(Arrivals arrivals, int holders) {
    await(arrivals::count, holders, "activities got their newest state");
  }

  /**
   * Returns when a count that only grows is large enough.
   *
   * @param what is counted, for who reads that it stopped
   * @throws VoidResultException if it does not grow any more
   */
  static void await(LongSupplier count, long wanted, String what) {
    long seen = count.getAsLong();
    long lastProgress = System.nanoTime();
    for (long now = seen; now < wanted; now = count.getAsLong()) {
      if (now > seen) {
        seen = now;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > IDLE_LIMIT.toNanos()) {
        throw new VoidResultException("Only %,d of %,d %s".formatted(now, wanted, what));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /**
   * Returns when something has become true.
   *
   * @throws VoidResultException if it takes too long
   */
  static void await(BooleanSupplier condition, String what) {
    await(() -> condition.getAsBoolean() ? 1 : 0, 1, what);
  }
}
