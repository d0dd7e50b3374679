package dev.marquee.testbed.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * When the event of each registration reached a consumer of {@code token-events}. The number of the
 * registration is the beginning of its token. Reads on a thread of its own.
 */
final class TokenArrivals implements AutoCloseable {
  private static final String TOKEN = "\"token\":\"";
  private static final Duration POLL = Duration.ofMillis(20);

  private final AtomicLongArray nanos;
  private final AtomicInteger count = new AtomicInteger();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile boolean closing;

  /**
   * Begins with what is written from now on.
   *
   * @param capacity numbers of registrations are below it
   */
  TokenArrivals(String bootstrapServers, String topic, int capacity) {
    nanos = new AtomicLongArray(capacity);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader = Thread.ofPlatform().name("token-arrivals").start(this::read);
  }

  /** A token that says which registration it is of. */
  static String token(int number) {
    return "%016x".formatted(number).repeat(10);
  }

  private void read() {
    while (!closing) {
      for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
        long now = System.nanoTime();
        String value = event.value() == null ? "" : new String(event.value(), UTF_8);
        int token = value.indexOf(TOKEN) + TOKEN.length();
        if (token >= TOKEN.length()) {
          int number = Integer.parseInt(value, token + 8, token + 16, 16);
          if (nanos.compareAndSet(number, 0, now)) {
            count.incrementAndGet();
          }
        }
      }
    }
    consumer.close();
  }

  int count() {
    return count.get();
  }

  /** By {@link System#nanoTime()}; zero while it has not arrived. */
  long nanosOf(int number) {
    return nanos.get(number);
  }

  @Override
  public void close() {
    closing = true;
    try {
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
