package dev.marquee.dispatcher.delivery;

import java.util.Map;

/**
 * What a replay did, or would do.
 *
 * @param dryRun whether nothing was changed
 * @param found how many given-up activities the filter matched, {@value ReplayStore#REPLAY_LIMIT}
 *     at most
 * @param replayed how many of them are due again
 * @param steps these by what the core would do now: {@code start}, {@code update}, {@code end} or
 *     {@code wait}
 * @param skipped how many were left alone, by reason
 * @param spreadSeconds over how many seconds they become due; until then no other replay begins
 */
public record ReplayResult(
    boolean dryRun,
    int found,
    int replayed,
    Map<String, Integer> steps,
    Map<String, Integer> skipped,
    int spreadSeconds)
    implements ReplayOutcome {
  /** Copies the counts. */
  public ReplayResult {
    steps = Map.copyOf(steps);
    skipped = Map.copyOf(skipped);
  }
}
