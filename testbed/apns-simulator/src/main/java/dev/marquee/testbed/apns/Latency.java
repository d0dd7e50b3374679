package dev.marquee.testbed.apns;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long something takes, by the wall clock: always the same, or drawn anew each time. What is
 * drawn depends on the random generator alone, so that a seed repeats it. No draw exceeds {@link
 * #LONGEST}.
 */
public sealed interface Latency {

  /** The longest that a fault holds anything up. */
  Duration LONGEST = Duration.ofHours(1);

  /** The next one. */
  Duration draw(RandomGenerator random);

  /** Always the same. */
  record Fixed(Duration value) implements Latency {
    public Fixed {
      requireWithinLimits(value);
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return value;
    }
  }

  /** Evenly spread from the shortest to the longest. */
  record Uniform(Duration shortest, Duration longest) implements Latency {
    public Uniform {
      requireWithinLimits(shortest);
      requireWithinLimits(longest);
      if (shortest.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            "The shortest latency, " + shortest + ", exceeds the longest, " + longest);
      }
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return Duration.ofNanos(random.nextLong(shortest.toNanos(), longest.toNanos() + 1));
    }
  }

  /**
   * Log-normal, as the latencies of a service under load are: most near the median, a few far
   * above.
   *
   * @param median half are faster
   * @param p99 99 of 100 are faster
   */
  record LogNormal(Duration median, Duration p99) implements Latency {
    /** So many standard deviations above the mean lies the 99th percentile of a normal variable. */
    private static final double DEVIATIONS_TO_P99 = 2.326347874;

    public LogNormal {
      requireWithinLimits(median);
      requireWithinLimits(p99);
      if (median.isZero() || median.compareTo(p99) > 0) {
        throw new IllegalArgumentException(
            "A median above 0 and at most the p99 is needed, not " + median + " and " + p99);
      }
    }

    @Override
    public Duration draw(RandomGenerator random) {
      double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / DEVIATIONS_TO_P99;
      double nanos = median.toNanos() * Math.exp(sigma * random.nextGaussian());
      return nanos < LONGEST.toNanos() ? Duration.ofNanos((long) nanos) : LONGEST;
    }
  }

  private static void requireWithinLimits(Duration latency) {
    Objects.requireNonNull(latency, "latency");
    if (latency.isNegative() || latency.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A latency lies between 0 and " + LONGEST + ", unlike " + latency);
    }
  }
}
