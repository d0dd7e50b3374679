package dev.marquee.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka producer that an {@link OutboxRelay} needs: one that keeps order and loses nothing. */
public final class OutboxProducer {

  /** How long one record may take, retries and all; then its shard backs off. */
  static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
  private static final int BATCH_BYTES = 128 * 1024;

  private OutboxProducer() {}

  /**
   * Creates a producer; the caller closes it after the relay.
   *
   * @param connection where the broker is and how to be let in: {@code bootstrap.servers}, security
   *     and such. What the relay's guarantees rest on cannot be changed here
   */
  public static Producer<byte[], byte[]> create(Map<String, ?> connection) {
    return new KafkaProducer<>(
        configuration(connection), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static Map<String, Object> configuration(Map<String, ?> connection) {
    Map<String, Object> configuration = new HashMap<>(connection);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // The most for which the broker still keeps the order of an idempotent producer.
    configuration.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
    configuration.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(DELIVERY_TIMEOUT));
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT.toMillis());
    return configuration;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
