package dev.marquee.testbed.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEventCodec;
import dev.marquee.testbed.stack.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Says on {@code token-events} what the token registry would say, for more devices than a benchmark
 * wants to sign in over HTTP.
 */
final class RegistryDouble implements AutoCloseable {

  private final Producer<String, byte[]> producer;
  private final int partitions;

  RegistryDouble(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, "5"),
            new StringSerializer(),
            new ByteArraySerializer());
    partitions = producer.partitionsFor(Topics.TOKEN_EVENTS).size();
  }

  /** Publishes it where all events of the device go. */
  void says(String deviceId, TokenEvent event) {
    CloudEvent envelope = TokenEventCodec.write(event.key() + "-" + event.version(), event);
    int partition = Utils.toPositive(Utils.murmur2(deviceId.getBytes(UTF_8))) % partitions;
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(
            Topics.TOKEN_EVENTS, partition, event.key(), CloudEventCodec.binaryValue(envelope));
    CloudEventCodec.binaryHeaders(envelope)
        .forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
    var _ = producer.send(message);
  }

  @Override
  public void close() {
    producer.close();
  }
}
