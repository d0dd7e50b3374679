package dev.marquee.testbed.replay;

import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; a component that is null leaves out nothing.
 *
 * @param reason a part of the reason, whatever its case
 * @param source the topic where they came from
 * @param since the earliest time of burial
 * @param until the latest time of burial, not included
 */
public record DeadLetterFilter(
    @Nullable String reason,
    @Nullable String source,
    @Nullable Instant since,
    @Nullable Instant until) {

  boolean means(DeadLetter letter) {
    TopicPartition from = letter.from();
    return (reason == null
            || letter.reason().toLowerCase(Locale.ROOT).contains(reason.toLowerCase(Locale.ROOT)))
        && (source == null || (from != null && from.topic().equals(source)))
        && (since == null || !letter.buriedAt().isBefore(since))
        && (until == null || letter.buriedAt().isBefore(until));
  }
}
