package dev.marquee.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: doubles up to a cap, and chance takes away up to half,
 * so that shards and replicas do not come back in step.
 *
 * @param random used by several threads at once
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

  private static final int DOUBLINGS = 20;

  /**
   * @param failures in a row so far, at least 1
   */
  Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    long capped = doubled.compareTo(longest) > 0 ? longest.toNanos() : doubled.toNanos();
    return Duration.ofNanos(capped - random.nextLong(capped / 2 + 1));
  }
}
