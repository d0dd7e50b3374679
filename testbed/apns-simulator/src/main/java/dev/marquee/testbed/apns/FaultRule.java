package dev.marquee.testbed.apns;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which requests a fault befalls. All conditions must hold.
 *
 * @param share of the requests that match {@code where}, above 0 up to 1, chosen by {@code seed}
 * @param times how often at most; {@link Integer#MAX_VALUE} is for ever
 */
public record FaultRule(
    Fault fault, Predicate<PushRequest> where, double share, long seed, int times) {
  public FaultRule {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(where, "where");
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("A share lies above 0 and is at most 1, not " + share);
    }
    if (times < 1) {
      throw new IllegalArgumentException("A fault happens at least once, not " + times + " times");
    }
  }

  /** Every request, until withdrawn. */
  public static FaultRule always(Fault fault) {
    return new FaultRule(fault, _ -> true, 1, 0, Integer.MAX_VALUE);
  }

  public FaultRule where(Predicate<PushRequest> where) {
    return new FaultRule(fault, where, share, seed, times);
  }

  public FaultRule share(double share, long seed) {
    return new FaultRule(fault, where, share, seed, times);
  }

  public FaultRule times(int times) {
    return new FaultRule(fault, where, share, seed, times);
  }
}
