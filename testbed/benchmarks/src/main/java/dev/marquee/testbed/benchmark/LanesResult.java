package dev.marquee.testbed.benchmark;

import java.util.List;

/**
 * What trouble in one lane left of the rate of another.
 *
 * @param activities of the lane that is measured; each has one event in each round
 * @param others of the lane in trouble, all of them due
 * @param alone rounds without trouble
 * @param besideHeld rounds while the other lane was closed
 * @param besideSlow rounds while the other lane's host answered slowly
 * @param held what was left beside the closed lane
 * @param slow what was left beside the slow one
 * @param conditions what one must know to compare the figures with others
 */
record LanesResult(
    int activities,
    int others,
    List<PipelineRound> alone,
    List<PipelineRound> besideHeld,
    List<PipelineRound> besideSlow,
    Ratio held,
    Ratio slow,
    String conditions)
    implements BenchmarkResult {

  @Override
  public String table() {
    return String.join(
        System.lineSeparator(),
        "  lanes: one app's events as fast as they go, until settled; " + conditions,
        "  %,d activities beside %,d that are due in another app's lane; medians of %d rounds"
            .formatted(activities, others, besideHeld.size()),
        "",
        Ratio.head(),
        Ratio.row("alone", alone, ""),
        Ratio.row("beside a closed lane", besideHeld, held),
        Ratio.row("beside a slow host", besideSlow, slow),
        "",
        "  The aim is 0.90 of the rate alone.");
  }
}
