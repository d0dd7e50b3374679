package dev.marquee.testbed.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many pushes arrive, and how long after what caused them, in windows of equal length. One
 * thread closes the windows; arrivals come from any.
 */
final class BurstMeter {

  /**
   * So many windows are kept, which is five minutes of quarters of a second; later ones are not.
   */
  private static final int WINDOW_LIMIT = 1_200;

  private final Duration window;
  private final List<Sample> samples = new ArrayList<>();
  private long[] latencies = new long[256];
  private int arrived;
  private long total;
  private boolean timed;
  private long causedNanos;

  /**
   * One window.
   *
   * @param seconds since the first window began, at its end
   * @param perSecond arrivals, as a rate
   * @param medianMillis 0 if nothing arrived, or nothing is timed
   * @param slowestMillis 99 of 100 were faster; 0 likewise
   */
  record Sample(double seconds, double perSecond, long medianMillis, long slowestMillis) {}

  BurstMeter(Duration window) {
    this.window = window;
  }

  /** Counts what arrives from now on. */
  synchronized void count() {
    timed = false;
    total = 0;
  }

  /** Counts what arrives from now on, caused at this moment of {@link System#nanoTime}. */
  synchronized void countAndTime(long nanos) {
    timed = true;
    causedNanos = nanos;
    total = 0;
  }

  /** Something arrived at this moment. */
  synchronized void arrived(long nanos) {
    if (arrived == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * arrived);
    }
    latencies[arrived] = timed ? Duration.ofNanos(nanos - causedNanos).toMillis() : 0;
    arrived++;
    total++;
  }

  /** How much has arrived since counting began. */
  synchronized long total() {
    return total;
  }

  /** Ends a window; nothing is kept of those before the first arrival. */
  synchronized void closeWindow() {
    if (samples.size() == WINDOW_LIMIT || (samples.isEmpty() && arrived == 0)) {
      return;
    }
    Arrays.sort(latencies, 0, arrived);
    double length = window.toMillis() / 1000.0;
    samples.add(
        new Sample(
            (samples.size() + 1) * length, arrived / length, percentile(50), percentile(99)));
    arrived = 0;
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  private long percentile(int percent) {
    return arrived == 0 ? 0 : latencies[Math.min(arrived - 1, arrived * percent / 100)];
  }
}
