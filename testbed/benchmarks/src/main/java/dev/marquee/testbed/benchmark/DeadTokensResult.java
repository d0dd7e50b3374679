package dev.marquee.testbed.benchmark;

import java.util.List;

/**
 * What dead tokens left of the rate of the live ones.
 *
 * @param activities that have an event in each round
 * @param dead of them, whose update token APNs refuses
 * @param alive rounds in which all tokens were alive
 * @param amongDead rounds in which those were dead
 * @param registryApart the same, while the registry did nothing, as if it had processors of its own
 * @param ratio what was left of the rate of the live ones; also of all, for their part is the same
 * @param ratioApart the same of the rounds without the registry
 * @param conditions what one must know to compare the figures with others
 */
record DeadTokensResult(
    int activities,
    int dead,
    List<PipelineRound> alive,
    List<PipelineRound> amongDead,
    List<PipelineRound> registryApart,
    Ratio ratio,
    Ratio ratioApart,
    String conditions)
    implements BenchmarkResult {

  @Override
  public String table() {
    return String.join(
        System.lineSeparator(),
        "  dead-tokens: events as fast as they go, until settled; " + conditions,
        "  %,d activities, of %,d of which the token is dead; medians of %d rounds"
            .formatted(activities, dead, amongDead.size()),
        "",
        Ratio.head(),
        Ratio.row("all alive", alive, ""),
        Ratio.row("live ones among dead ones", amongDead, ratio),
        Ratio.row("the same, the registry apart", registryApart, ratioApart),
        "",
        "  Rates count the dead too; those of the live ones are %.2f of them, in both rows."
            .formatted((activities - dead) / (double) activities),
        "  The aim is 0.80 of the rate without dead ones.");
  }
}
