package dev.marquee.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes as the upstream systems and the registry do; returns when the broker has it. */
public final class Upstream implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  public Upstream(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public void publish(BookingEvent event) {
    CloudEvent cloudEvent = BookingEventCodec.write(event);
    send(
        "booking-events",
        event.subject().id(),
        CloudEventCodec.writeStructured(cloudEvent),
        Map.of());
  }

  public void publish(TokenEvent event) {
    CloudEvent cloudEvent = TokenEventCodec.write(UUID.randomUUID().toString(), event);
    send(
        "token-events",
        event.key(),
        CloudEventCodec.binaryValue(cloudEvent),
        CloudEventCodec.binaryHeaders(cloudEvent));
  }

  /** Publishes many, and waits once. */
  public void publishAll(List<? extends BookingEvent> events) {
    List<Future<RecordMetadata>> published = new ArrayList<>();
    for (BookingEvent event : events) {
      CloudEvent cloudEvent = BookingEventCodec.write(event);
      published.add(
          futureOf(
              "booking-events",
              event.subject().id(),
              CloudEventCodec.writeStructured(cloudEvent),
              Map.of()));
    }
    published.forEach(Upstream::join);
  }

  public void publishBytes(String topic, String key, byte[] value) {
    send(topic, key, value, Map.of());
  }

  private void send(String topic, String key, byte[] value, Map<String, String> headers) {
    join(futureOf(topic, key, value, headers));
  }

  private static void join(Future<RecordMetadata> published) {
    try {
      published.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Future<RecordMetadata> futureOf(
      String topic, String key, byte[] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
    headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
    return producer.send(message);
  }

  @Override
  public void close() {
    producer.close();
  }
}
