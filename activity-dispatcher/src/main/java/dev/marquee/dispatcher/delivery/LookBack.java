package dev.marquee.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * How far back a claim looks for due activities. What has been settled leaves its place in the
 * index to the next vacuum, and a claim that begins at the oldest passes all of it: at thousands of
 * settles a second that soon costs more than everything else. So most claims begin shortly before
 * the last one, where whatever has become due since must lie; and one each second begins at the
 * beginning, for what a back-off, a lease that ran out or a slow transaction left behind.
 *
 * <p>Not thread-safe.
 */
final class LookBack {
  /** Longer than a transaction takes from its look at the clock to its commit. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Duration WHOLE_LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Instant BEGINNING = Instant.EPOCH;

  private Instant lastLook = BEGINNING;
  private long wholeLookNanos;

  /** The first claim begins at the beginning. */
  LookBack(long nowNanos) {
    this.wholeLookNanos = nowNanos - WHOLE_LOOK_INTERVAL.toNanos();
  }

  /**
   * The due time at which the next claim begins.
   *
   * @param now business time, which may have been set back
   * @param nowNanos by {@link System#nanoTime}
   */
  Instant next(Instant now, long nowNanos) {
    Instant earlier = lastLook.isBefore(now) ? lastLook : now;
    lastLook = now;
    if (nowNanos - wholeLookNanos >= WHOLE_LOOK_INTERVAL.toNanos()) {
      wholeLookNanos = nowNanos;
      return BEGINNING;
    }
    return earlier.minus(MARGIN);
  }
}
