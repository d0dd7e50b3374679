package dev.marquee.testbed.benchmark;

import java.util.List;

/** The middle of several rounds, which one bad round does not move. */
final class Medians {

  private Medians() {}

  /** The middle one, or the mean of the two in the middle. */
  static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no rounds");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int upper = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(upper)
        : (sorted.get(upper - 1) + sorted.get(upper)) / 2;
  }
}
