package dev.marquee.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a consumer of a topic has seen, from its beginning. Not thread-safe. */
public final class TokenEvents implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

  public TokenEvents(String topic) {
    String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Waits for the first state of a device that is as expected. */
  DeviceChanged awaitDevice(InstalledApp app, Predicate<DeviceChanged> expected) {
    ConsumerRecord<String, byte[]> found =
        await(record ->
            record.key().equals(app.deviceId())
                && record.value() != null
                && event(record) instanceof DeviceChanged device
                && expected.test(device));
    return (DeviceChanged) event(found);
  }

  /** Waits for the first state of an activity that is as expected. */
  ActivityChanged awaitActivity(
      InstalledApp app, String activityKitId, Predicate<ActivityChanged> expected) {
    ConsumerRecord<String, byte[]> found =
        await(record ->
            record.key().equals(app.deviceId() + "/" + activityKitId)
                && record.value() != null
                && event(record) instanceof ActivityChanged activity
                && expected.test(activity));
    return (ActivityChanged) event(found);
  }

  /** Waits for the first record that is as expected. */
  public ConsumerRecord<String, byte[]> await(Predicate<ConsumerRecord<String, byte[]>> expected) {
    for (ConsumerRecord<String, byte[]> record : seen) {
      if (expected.test(record)) {
        return record;
      }
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      ConsumerRecord<String, byte[]> found = null;
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        seen.add(record);
        if (found == null && expected.test(record)) {
          found = record;
        }
      }
      if (found != null) {
        return found;
      }
    }
    throw new AssertionError("No such record among %d within %s".formatted(seen.size(), PATIENCE));
  }

  /** Reads to the end of the topic; answers the last state of every device. */
  public Map<String, DeviceChanged> lastStates() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    Map<String, DeviceChanged> states = new HashMap<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(seen::add);
    }
    for (ConsumerRecord<String, byte[]> record : seen) {
      if (record.value() == null) {
        states.remove(record.key());
      } else if (event(record) instanceof DeviceChanged device) {
        states.put(record.key(), device);
      }
    }
    return states;
  }

  /** The states of a device that were seen so far, in order. */
  List<DeviceChanged> seenOf(InstalledApp app) {
    return recordsOf(app).stream()
        .filter(record -> record.key().equals(app.deviceId()) && record.value() != null)
        .map(record -> (DeviceChanged) event(record))
        .toList();
  }

  /** All records about a device and its activities that were seen so far, in order. */
  List<ConsumerRecord<String, byte[]>> recordsOf(InstalledApp app) {
    return seen.stream()
        .filter(record ->
            record.key().equals(app.deviceId()) || record.key().startsWith(app.deviceId() + "/"))
        .toList();
  }

  /** The start token of the type that most tests use. */
  static RegisteredToken ticketToken(DeviceChanged device) {
    return requireNonNull(device.startTokens().get("TicketAttributes"));
  }

  static TokenEvent event(ConsumerRecord<String, byte[]> record) {
    return TokenEventCodec.read(envelope(record));
  }

  static CloudEvent envelope(ConsumerRecord<String, byte[]> record) {
    return CloudEventCodec.read(headers(record), record.value());
  }

  public static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
