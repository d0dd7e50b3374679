package dev.marquee.testbed.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from an offset up to where they ended when they were asked, only what is committed.
 * It belongs to no consumer group, so it takes nothing from anybody. Not thread-safe.
 */
final class TopicScan implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** A broker that gives nothing for so long, although there is more, is not there any more. */
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  private static final String ANSWER_LIMIT_MILLIS = "10000";

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Connects on the first question.
   *
   * @throws org.apache.kafka.common.KafkaException if that is no HOST:PORT
   */
  TopicScan(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // A fetch that waits at the end of one topic holds up the next topic's.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                "10",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_LIMIT_MILLIS),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** All partitions that there are. */
  Set<TopicPartition> partitions() {
    Set<TopicPartition> partitions = new HashSet<>();
    consumer
        .listTopics()
        .forEach((topic, infos) ->
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
    return partitions;
  }

  /** What is left in each partition now. */
  Map<TopicPartition, Range> everything(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Range> ranges = new HashMap<>();
    begins.forEach((partition, begin) ->
        ranges.put(partition, new Range(begin, ends.getOrDefault(partition, begin))));
    return ranges;
  }

  /**
   * Shows the records one by one, each partition in its order.
   *
   * @throws ReplayException if the broker falls silent
   */
  void read(Map<TopicPartition, Range> ranges, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    ranges.forEach((partition, range) -> read(partition, range, reader));
  }

  private void read(
      TopicPartition partition, Range range, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    if (range.end() <= range.begin()) {
      return;
    }
    consumer.assign(Set.of(partition));
    consumer.seek(partition, range.begin());
    long position = range.begin();
    long heard = System.nanoTime();
    while (position < range.end()) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        if (each.offset() < range.end()) {
          reader.accept(each);
        }
      }
      long now = System.nanoTime();
      // What is not committed moves the position as well, without a record.
      if (consumer.position(partition) > position) {
        position = consumer.position(partition);
        heard = now;
      } else if (now - heard > SILENCE_LIMIT.toNanos()) {
        throw new ReplayException(
            String.format(
                Locale.ROOT,
                "The broker gives nothing of %s after offset %d.",
                partition,
                position));
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
  }

  /**
   * A part of a partition.
   *
   * @param begin the first offset
   * @param end the offset after the last
   */
  record Range(long begin, long end) {}
}
