package dev.marquee.dispatcher.delivery;

import java.util.Map;

/**
 * What a replay did, or would do.
 *
 * @param dryRun whether nothing was changed
 * @param found how many given-up activities the filter matched, {@value
 *     DeadLetterStore#REPLAY_LIMIT} at most
 * @param replayed how many of them are due again
 * @param skipped how many were left alone, by the core's reason
 */
public record ReplayResult(boolean dryRun, int found, int replayed, Map<String, Integer> skipped) {
  /** Copies the reasons. */
  public ReplayResult {
    skipped = Map.copyOf(skipped);
  }
}
