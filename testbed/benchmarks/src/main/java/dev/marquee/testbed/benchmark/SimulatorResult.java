package dev.marquee.testbed.benchmark;

import java.util.Locale;

/**
 * What the APNs simulator did, with each push checked, answered and recorded.
 *
 * @param pushes that were accepted while it was measured
 * @param perSecond of them, by the wall clock
 * @param perProcessorSecond of them, by the processor time that the simulator's process took: what
 *     it can do on one processor that it has to itself
 * @param recorded how many pushes the record held at the end
 * @param heapMegabytes what the process held then, after a collection
 * @param conditions what one must know to compare the figures with others
 */
record SimulatorResult(
    long pushes,
    double perSecond,
    double perProcessorSecond,
    long recorded,
    long heapMegabytes,
    String conditions)
    implements BenchmarkResult {

  @Override
  public String table() {
    return String.join(
        System.lineSeparator(),
        "  simulator: " + conditions,
        "",
        "  %12s %12s %22s %12s %10s"
            .formatted("pushes", "per second", "per processor second", "recorded", "heap MB"),
        String.format(
            Locale.ROOT,
            "  %,12d %,12.0f %,22.0f %,12d %,10d",
            pushes,
            perSecond,
            perProcessorSecond,
            recorded,
            heapMegabytes));
  }
}
