package dev.marquee.testbed.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is left of a rate in trouble, each round compared with the mean of the two quiet rounds
 * around it, so that a machine that gets faster or slower meanwhile does not show.
 *
 * @param median of the rounds
 * @param lowest of any round
 * @param highest of any round
 */
record Ratio(double median, double lowest, double highest) {

  /**
   * Compares rounds of one kind of trouble. Kinds take turns, with a quiet round before, between
   * and after them.
   *
   * @param quiet all quiet rounds
   * @param kind which kind it is, by the order of their turns from 0
   */
  static Ratio of(List<PipelineRound> troubled, List<PipelineRound> quiet, int kind) {
    int kinds = (quiet.size() - 1) / troubled.size();
    if (kind >= kinds || quiet.size() != kinds * troubled.size() + 1) {
      throw new IllegalArgumentException(
          "%d quiet rounds do not lie around %d of kind %d"
              .formatted(quiet.size(), troubled.size(), kind));
    }
    List<Double> ratios = new ArrayList<>();
    for (int turn = 0; turn < troubled.size(); turn++) {
      int before = turn * kinds + kind;
      double around = (quiet.get(before).perSecond() + quiet.get(before + 1).perSecond()) / 2;
      ratios.add(troubled.get(turn).perSecond() / around);
    }
    return new Ratio(
        Medians.of(ratios),
        ratios.stream().min(Double::compare).orElseThrow(),
        ratios.stream().max(Double::compare).orElseThrow());
  }

  /** For a reader. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, lowest, highest);
  }

  /** A row of a table: a name, the median of the rounds, and the ratio where there is one. */
  static String row(String name, List<PipelineRound> rounds, Object ratio) {
    PipelineRound middle = PipelineRound.medianByRate(rounds);
    return String.format(
        Locale.ROOT,
        "  %-34s %,11.0f %,10.0f %,10.0f   %s",
        name,
        middle.perSecond(),
        middle.phase().p50Millis(),
        middle.phase().p99Millis(),
        ratio);
  }

  /** The head of that table. */
  static String head() {
    return "  %-34s %11s %10s %10s   %s".formatted("", "per second", "p50 ms", "p99 ms", "ratio");
  }
}
