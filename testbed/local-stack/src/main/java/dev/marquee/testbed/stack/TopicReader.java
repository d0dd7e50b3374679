package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was ever written to one topic, from its beginning, in the order in which it
 * arrives here. It belongs to no consumer group, so it takes nothing from anybody. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Consumer<String, String> consumer;
  private final List<TopicPartition> partitions;
  private final List<Message> messages = new ArrayList<>();

  /**
   * One record, its bytes read as UTF-8.
   *
   * @param value null for a tombstone
   */
  public record Message(
      @Nullable String key, @Nullable String value, Map<String, String> headers, int partition) {}

  /** Connects to a broker that has the topic already. */
  public TopicReader(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            new StringDeserializer(),
            new StringDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What has arrived by now; asks the broker for more first. */
  public List<Message> messages() {
    consumer
        .poll(POLL)
        .forEach(each -> {
          Map<String, String> headers = new LinkedHashMap<>();
          each.headers()
              .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
          messages.add(
              new Message(each.key(), each.value(), Map.copyOf(headers), each.partition()));
        });
    return List.copyOf(messages);
  }

  /** Whether nothing was left to read a moment ago; reads on first. */
  public boolean isAtEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    messages();
    return partitions.stream()
        .allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, Long.MAX_VALUE));
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
  }
}
