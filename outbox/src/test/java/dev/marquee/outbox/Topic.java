package dev.marquee.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** All records of one topic, read from its beginning. */
final class Topic implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  Topic(String bootstrapServers, String name) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(name).stream()
            .map(partition -> new TopicPartition(name, partition.partition()))
            .toList());
  }

  /** Waits until {@code count} records have come in, and returns all that have. */
  List<ConsumerRecord<byte[], byte[]>> awaitRecords(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          consumer.poll(Duration.ofMillis(20)).forEach(records::add);
          return records.size() >= count;
        });
    return List.copyOf(records);
  }

  /** The same, for {@link Outbox#numbered} records: the numbers of one key in order. */
  List<Integer> awaitNumbers(String key, int count) {
    return numbersOf(key, awaitRecords(count));
  }

  static List<Integer> numbersOf(String key, List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(record -> key.equals(new String(record.key(), UTF_8)))
        .map(record -> Integer.valueOf(new String(record.value(), UTF_8)))
        .toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
