package dev.marquee.testbed.apns;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which requests a fault befalls. All conditions must hold.
 *
 * @param where often a {@link PushFilter}
 * @param during the time at which they come in
 * @param share of the requests that match so far, above 0 up to 1
 * @param seed decides which of them, and what else the fault leaves to chance
 * @param times how often at most; {@link Integer#MAX_VALUE} is for ever
 */
public record FaultRule(
    Fault fault,
    Predicate<PushRequest> where,
    TimeWindow during,
    double share,
    long seed,
    int times) {
  public FaultRule {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(during, "during");
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("A share lies above 0 and is at most 1, not " + share);
    }
    if (times < 1) {
      throw new IllegalArgumentException("A fault happens at least once, not " + times + " times");
    }
  }

  /** Every request, until withdrawn. */
  public static FaultRule always(Fault fault) {
    return new FaultRule(fault, PushFilter.ANY, TimeWindow.ALWAYS, 1, 0, Integer.MAX_VALUE);
  }

  public FaultRule where(Predicate<PushRequest> where) {
    return new FaultRule(fault, where, during, share, seed, times);
  }

  public FaultRule during(TimeWindow during) {
    return new FaultRule(fault, where, during, share, seed, times);
  }

  public FaultRule share(double share, long seed) {
    return new FaultRule(fault, where, during, share, seed, times);
  }

  public FaultRule times(int times) {
    return new FaultRule(fault, where, during, share, seed, times);
  }
}
