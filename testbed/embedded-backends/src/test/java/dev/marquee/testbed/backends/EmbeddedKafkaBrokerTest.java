package dev.marquee.testbed.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaBrokerTest {

  @TempDir Path directory;

  @Test
  void carriesRecordsToAConsumerGroup() throws Exception {
    // Given
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start()) {
      broker.createTopics(List.of("gates"), 3, Map.of("cleanup.policy", "compact"));
      broker.createTopic("gates", 1);

      // When
      send(broker, "gates", "s-1", "gate B");

      // Then
      assertThat(receive(broker, "gates", 1)).containsExactly("gate B");
    }
  }

  @Test
  void keepsRecordsOverARestartOnTheSameFilesAndPort() throws Exception {
    // Given
    BrokerSettings settings =
        BrokerSettings.forTests()
            .withPort(Ports.free())
            .withLogDirectory(directory.resolve("kafka"));
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(settings)) {
      broker.createTopic("gates", 1);
      send(broker, "gates", "s-1", "before");
    }

    // When
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(settings)) {
      send(broker, "gates", "s-1", "after");

      // Then
      assertThat(receive(broker, "gates", 2)).containsExactly("before", "after");
    }
  }

  @Test
  void deletesItsOwnFiles() throws Exception {
    // Given
    Path scratch = ScratchDirectory.root().resolve("kafka-logs");
    List<Path> before = children(scratch);
    EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start();
    List<Path> own = new ArrayList<>(children(scratch));
    own.removeAll(before);

    // When
    broker.close();

    // Then
    assertThat(own).isNotEmpty().allSatisfy(path -> assertThat(path).doesNotExist());
  }

  @Test
  void namesThePortThatIsTaken() {
    // Given
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start()) {
      BrokerSettings settings = BrokerSettings.forTests().withPort(broker.port());

      // When
      assertThatThrownBy(() -> EmbeddedKafkaBroker.start(settings))

          // Then
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("Port " + broker.port());
    }
  }

  private static void send(EmbeddedKafkaBroker broker, String topic, String key, String value)
      throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> receive(EmbeddedKafkaBroker broker, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest",
                "session.timeout.ms",
                "1000",
                "heartbeat.interval.ms",
                "300"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return values.size() >= count;
          });
    }
    return values;
  }

  private static List<Path> children(Path directory) throws Exception {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList();
    }
  }
}
