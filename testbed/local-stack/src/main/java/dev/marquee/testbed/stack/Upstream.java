package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEventCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A booking system as Marquee sees it: something that writes to {@code booking-events}. The key is
 * the booking's or the show's id, so that what is said about one stays in order. Thread-safe.
 */
public final class Upstream implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;

  /** Connects to a broker; the first event tells whether it is there. */
  public Upstream(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, "2",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Publishes an event in binary mode; completes when the broker has it. */
  public CompletableFuture<RecordMetadata> publish(BookingEvent event) {
    var cloudEvent = BookingEventCodec.write(event);
    return publish(
        event.subject().id(),
        CloudEventCodec.binaryValue(cloudEvent),
        CloudEventCodec.binaryHeaders(cloudEvent));
  }

  /** Publishes any bytes, also such that nobody can read; completes when the broker has them. */
  public CompletableFuture<RecordMetadata> publish(
      String key, byte[] value, Map<String, String> headers) {
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(Topics.BOOKING_EVENTS, key, value);
    Headers target = message.headers();
    headers.forEach((name, text) -> target.add(name, text.getBytes(UTF_8)));
    CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
    var _ =
        producer.send(
            message,
            (metadata, failure) -> {
              if (failure == null) {
                acknowledged.complete(metadata);
              } else {
                acknowledged.completeExceptionally(failure);
              }
            });
    return acknowledged;
  }

  /** Sends what is left, and disconnects. */
  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
