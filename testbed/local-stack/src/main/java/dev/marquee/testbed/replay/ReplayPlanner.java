package dev.marquee.testbed.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.DeadLetterHeaders;
import dev.marquee.testbed.replay.DeadLetter.RecordKey;
import dev.marquee.testbed.replay.TopicScan.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out what of a dead-letter topic would go back, and sends nothing.
 *
 * <p>Where the original topic is compacted, only a record that still is the newest of its key goes
 * back: an older one would become the newest, and compaction would throw away the truth. Not
 * thread-safe.
 */
final class ReplayPlanner {

  /** Most letters of one replay; the next one takes the rest. */
  static final int REPLAY_LIMIT = 100_000;

  private final TopicScan scan;
  private final CompactedTopics compacted;
  private final String topic;
  private final DeadLetterFilter filter;

  private final Map<TopicPartition, Offsets> replayed = new HashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private long letters;
  private long before;
  private long otherwise;
  private long homeless;
  private long later;

  ReplayPlanner(TopicScan scan, CompactedTopics compacted, String topic, DeadLetterFilter filter) {
    this.scan = scan;
    this.compacted = compacted;
    this.topic = topic;
    this.filter = filter;
  }

  /** A letter that matches, without its value. */
  private record Candidate(
      TopicPartition partition,
      long offset,
      RecordKey key,
      TopicPartition source,
      long sourceOffset,
      String reason) {}

  /**
   * Reads the topic; once for each planner.
   *
   * @throws ReplayException if it is not there or cannot be read
   */
  ReplayPlan plan() {
    Set<TopicPartition> partitions = scan.partitions();
    Set<TopicPartition> graves =
        partitions.stream().filter(each -> each.topic().equals(topic)).collect(Collectors.toSet());
    if (graves.isEmpty()) {
      throw new ReplayException("There is no topic " + topic + ".");
    }
    Map<TopicPartition, Range> everything = scan.everything(graves);
    scan.read(everything, this::takeNote);
    scan.read(everything, each -> consider(each, partitions));
    return sort(newestOffsets());
  }

  private void takeNote(ConsumerRecord<byte[], byte[]> each) {
    if (!isNote(each)) {
      return;
    }
    try {
      Offsets noted = Offsets.parse(each.value() == null ? "" : new String(each.value(), UTF_8));
      replayed
          .computeIfAbsent(new TopicPartition(each.topic(), each.partition()), _ -> new Offsets())
          .addAll(noted);
    } catch (IllegalArgumentException e) {
      // To go on would be to replay what was replayed.
      throw new ReplayException(
          "The note of an earlier replay at %s-%d, offset %d, cannot be read: %s."
              .formatted(each.topic(), each.partition(), each.offset(), e.getMessage()),
          e);
    }
  }

  private void consider(ConsumerRecord<byte[], byte[]> each, Set<TopicPartition> known) {
    if (isNote(each)) {
      return;
    }
    DeadLetter letter = new DeadLetter(each);
    letters++;
    Offsets done = replayed.get(letter.partition());
    TopicPartition source = letter.from();
    if (done != null && done.contains(letter.offset())) {
      before++;
    } else if (!filter.means(letter)) {
      otherwise++;
    } else if (source == null || !known.contains(source) || source.topic().equals(topic)) {
      homeless++;
    } else if (candidates.size() == REPLAY_LIMIT) {
      later++;
    } else {
      candidates.add(
          new Candidate(
              letter.partition(),
              letter.offset(),
              letter.key(),
              source,
              letter.sourceOffset(),
              letter.reason()));
    }
  }

  /** The newest offset of each candidate's key, of those topics that keep only that. */
  private Map<TopicPartition, Map<RecordKey, Long>> newestOffsets() {
    Set<String> compactedTopics =
        compacted.among(
            candidates.stream().map(each -> each.source().topic()).collect(Collectors.toSet()));
    Map<TopicPartition, Map<RecordKey, Long>> newest = new HashMap<>();
    for (Candidate each : candidates) {
      if (compactedTopics.contains(each.source().topic())) {
        newest.computeIfAbsent(each.source(), _ -> new HashMap<>()).put(each.key(), -1L);
      }
    }
    scan.read(
        scan.everything(newest.keySet()),
        each -> {
          TopicPartition partition = new TopicPartition(each.topic(), each.partition());
          newest
              .getOrDefault(partition, Map.of())
              .computeIfPresent(new RecordKey(each.key()), (_, _) -> each.offset());
        });
    return newest;
  }

  private ReplayPlan sort(Map<TopicPartition, Map<RecordKey, Long>> newest) {
    Map<String, Long> reasons = new HashMap<>();
    Map<String, Long> destinations = new TreeMap<>();
    Map<TopicPartition, Offsets> offsets = new HashMap<>();
    long overtaken = 0;
    for (Candidate each : candidates) {
      Map<RecordKey, Long> kept = newest.get(each.source());
      if (kept != null && kept.getOrDefault(each.key(), -1L) != each.sourceOffset()) {
        overtaken++;
        continue;
      }
      reasons.merge(each.reason(), 1L, Long::sum);
      destinations.merge(each.source().topic(), 1L, Long::sum);
      offsets.computeIfAbsent(each.partition(), _ -> new Offsets()).add(each.offset());
    }
    return new ReplayPlan(
        letters,
        before,
        otherwise,
        byFrequency(reasons),
        destinations,
        overtaken,
        homeless,
        later,
        offsets);
  }

  private static Map<String, Long> byFrequency(Map<String, Long> reasons) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return sorted;
  }

  private static boolean isNote(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(DeadLetterHeaders.REPLAYED) != null;
  }
}
