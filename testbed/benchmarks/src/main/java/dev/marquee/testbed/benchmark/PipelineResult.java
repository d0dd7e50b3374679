package dev.marquee.testbed.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * What the pipeline did.
 *
 * @param activities how many live activities there were, each with one event per phase
 * @param flood everything at once
 * @param steady one event after the other at a fixed rate
 * @param conditions what one must know to compare the figures with others
 */
record PipelineResult(int activities, Phase flood, Phase steady, String conditions)
    implements BenchmarkResult {

  /**
   * One measured phase.
   *
   * @param events published, each to another activity, and all accepted by APNs with their newest
   *     state
   * @param perSecond events by the time from the first publication to the last arrival at APNs
   * @param p50Millis median time from the publication of an event to the arrival of its push at
   *     APNs
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

  @Override
  public String table() {
    return String.join(
        System.lineSeparator(),
        "  pipeline: booking-events -> request at APNs, " + conditions,
        "",
        "  %-26s %9s %11s %10s %10s %10s"
            .formatted("", "events", "per second", "p50 ms", "p99 ms", "max ms"),
        flood.row("all at once"),
        steady.row("at a steady rate"));
  }
}
