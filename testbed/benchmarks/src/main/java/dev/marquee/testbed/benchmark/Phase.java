package dev.marquee.testbed.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * One measured phase.
 *
 * @param events published, each to another activity, and all accepted by APNs with their newest
 *     state
 * @param perSecond events by the time from the first publication to the last arrival at APNs
 * @param p50Millis median time from the publication of an event to the arrival of its push at APNs
 * @param p99Millis what 99 of 100 took at most
 * @param maxMillis what the slowest took
 */
record Phase(int events, double perSecond, double p50Millis, double p99Millis, double maxMillis) {

  /** Both by the same clock, in nanoseconds, and of the same event at the same index. */
  static Phase of(long[] published, long[] arrived) {
    long[] took = new long[published.length];
    Arrays.setAll(took, event -> arrived[event] - published[event]);
    Arrays.sort(took);
    long whole =
        Arrays.stream(arrived).max().orElseThrow() - Arrays.stream(published).min().orElseThrow();
    return new Phase(
        published.length,
        published.length / (whole / 1e9),
        millis(took[took.length / 2]),
        millis(took[took.length * 99 / 100]),
        millis(took[took.length - 1]));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  String row(String name) {
    return String.format(
        Locale.ROOT,
        "  %-26s %,9d %,11.0f %,10.1f %,10.1f %,10.1f",
        name,
        events,
        perSecond,
        p50Millis,
        p99Millis,
        maxMillis);
  }
}
