package dev.marquee.testbed.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happened in one round.
 *
 * @param perSecond events by the time from the first publication until the last push was settled
 * @param phase events until their pushes reached APNs
 * @param microsPerPush processor time by part
 * @param vacuums how often the automatic vacuum went through a table meanwhile
 */
record PipelineRound(
    double perSecond, Phase phase, Map<String, Double> microsPerPush, long vacuums) {

  /** For a reader who waits for the next one. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%,.0f a second, p50 %.1f ms, p99 %.1f ms",
        perSecond,
        phase.p50Millis(),
        phase.p99Millis());
  }

  /** The round whose rate is in the middle, or the slower one of two. */
  static PipelineRound medianByRate(List<PipelineRound> rounds) {
    return rounds.stream()
        .sorted((one, other) -> Double.compare(one.perSecond, other.perSecond))
        .toList()
        .get((rounds.size() - 1) / 2);
  }

  /** The round whose slow pushes are in the middle, or the slower one of two. */
  static PipelineRound medianByLatency(List<PipelineRound> rounds) {
    return rounds.stream()
        .sorted((one, other) -> Double.compare(one.phase.p99Millis(), other.phase.p99Millis()))
        .toList()
        .get(rounds.size() / 2);
  }
}
