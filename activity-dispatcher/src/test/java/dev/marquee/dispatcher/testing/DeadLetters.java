package dev.marquee.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a dead-letter topic from its beginning. */
public final class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private DeadLetters() {}

  /** The headers of the records of a key; waits until there are two or the patience is over. */
  public static List<Map<String, String>> of(String topic, String key) {
    List<Map<String, String>> found = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.subscribe(List.of(topic));
      while (found.size() < 2 && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> letter : consumer.poll(Duration.ofMillis(200))) {
          if (key.equals(letter.key())) {
            Map<String, String> headers = new HashMap<>();
            letter
                .headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
            found.add(headers);
          }
        }
      }
    }
    return found;
  }

  /** How many records of a key there are now. */
  public static int count(String topic, String key) {
    int found = 0;
    try (KafkaConsumer<String, String> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
        for (ConsumerRecord<String, String> letter : consumer.poll(Duration.ofMillis(100))) {
          found += key.equals(letter.key()) ? 1 : 0;
        }
      }
    }
    return found;
  }

  private static KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            RealParts.kafka().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            UUID.randomUUID().toString(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
