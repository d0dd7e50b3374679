package dev.marquee.testbed.replay;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay would publish, and what not.
 *
 * @param letters how many dead letters the topic holds
 * @param before how many of them were replayed before
 * @param otherwise how many of the others the filter leaves out
 * @param reasons how many go back by reason, the most frequent first
 * @param destinations how many go back by topic
 * @param overtaken how many stay because their topic keeps only the newest record of a key, and
 *     theirs is not that any more
 * @param homeless how many stay because they do not say where they came from, or that is gone
 * @param later how many match too, but are more than one replay takes
 * @param offsets what goes back, by partition of the dead-letter topic
 */
public record ReplayPlan(
    long letters,
    long before,
    long otherwise,
    Map<String, Long> reasons,
    Map<String, Long> destinations,
    long overtaken,
    long homeless,
    long later,
    Map<TopicPartition, Offsets> offsets) {

  /** How many go back. */
  public long size() {
    return destinations.values().stream().mapToLong(Long::longValue).sum();
  }
}
