package dev.marquee.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marquee.testbed.backends.BrokerSettings;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class OutboxRelayFaultTest {

  @TempDir private static Path directory;

  private static BrokerSettings settings;
  private static EmbeddedKafkaBroker broker;

  @BeforeAll
  static void startBroker() {
    settings =
        BrokerSettings.forTests()
            .withPort(Ports.free())
            .withLogDirectory(directory.resolve("kafka"));
    broker = EmbeddedKafkaBroker.start(settings);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void repeatsButNeitherLosesNorReordersWhenKilledBetweenAcknowledgementAndDeletion()
      throws Exception {
    // Given
    broker.createTopic("killed", 1);
    try (Outbox outbox = Outbox.create("killed_relay");
        Topic topic = new Topic(broker.bootstrapServers(), "killed")) {
      IntStream.range(0, 12)
          .forEach(number -> outbox.insert(Outbox.numbered("a", "killed", number)));

      // When
      RelayToBeKilled.run(outbox.reactiveUrl(), broker.bootstrapServers());
      try (Replica successor = Replica.start(outbox, broker.bootstrapServers())) {
        successor.relay().wake();
        await().until(() -> outbox.rows() == 0);
      }

      // Then
      List<Integer> numbers = topic.awaitNumbers("a", 12 + 7);
      assertThat(numbers).hasSize(12 + 7).startsWith(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(numbers.stream().distinct()).isEqualTo(IntStream.range(0, 12).boxed().toList());
    }
  }

  @Test
  void goesOnAfterTheDatabaseDroppedItsConnectionsWhileRecordsWereUnderWay() {
    // Given
    broker.createTopic("dropped", 1);
    try (Outbox outbox = Outbox.create("dropped_connections");
        Topic topic = new Topic(broker.bootstrapServers(), "dropped")) {
      IntStream.range(0, 12)
          .forEach(number -> outbox.insert(Outbox.numbered("a", "dropped", number)));
      CountingProducer producer =
          new CountingProducer(broker.bootstrapServers(), 3, _ -> outbox.terminateSessions());

      // When
      try (Replica replica = Replica.start(outbox, producer, Replica.settings())) {
        replica.relay().wake();
        await().until(() -> outbox.rows() == 0);
      }

      // Then
      List<Integer> numbers = topic.awaitNumbers("a", 13);
      assertThat(numbers.stream().distinct()).isEqualTo(IntStream.range(0, 12).boxed().toList());
    }
  }

  @Test
  void waitsForABrokerThatIsDownWithoutSpinningAndLosesNothing() {
    // Given
    broker.createTopic("outage", 1);
    try (Outbox outbox = Outbox.create("broker_outage")) {
      CountingProducer producer = new CountingProducer(broker.bootstrapServers());
      try (Replica replica = Replica.start(outbox, producer, Replica.settings())) {
        outbox.insert(Outbox.numbered("a", "outage", 0));
        await().until(() -> outbox.rows() == 0);
        broker.close();
        IntStream.rangeClosed(1, 30)
            .forEach(number -> outbox.insert(Outbox.numbered("a", "outage", number)));
        replica.relay().wake();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> replica.relay().oldestAge().compareTo(Duration.ofSeconds(4)) > 0);
        long depthWhileDown = replica.relay().depth();
        int attemptsWhileDown = producer.count();

        // When
        broker = EmbeddedKafkaBroker.start(settings);

        // Then
        assertThat(depthWhileDown).isEqualTo(30);
        assertThat(attemptsWhileDown).isLessThan(60);
        await().atMost(Duration.ofSeconds(60)).until(() -> outbox.rows() == 0);
        try (Topic topic = new Topic(broker.bootstrapServers(), "outage")) {
          assertThat(topic.awaitNumbers("a", 31).stream().distinct())
              .isEqualTo(IntStream.rangeClosed(0, 30).boxed().toList());
        }
        await().until(() -> replica.relay().depth() == 0);
      }
    }
  }

  @Test
  void holdsUpOneShardForARowThatKafkaRefusesAndNoOther() {
    // Given
    broker.createTopic("refused", 1);
    String tooLarge = "x".repeat(2_000_000);
    try (Outbox outbox = Outbox.create("refused_row");
        Topic topic = new Topic(broker.bootstrapServers(), "refused")) {
      outbox.insert(Outbox.numbered("a", "refused", 0));
      outbox.insert(
          OutboxEntry.inOrderOf(
              "a",
              "refused",
              List.of(
                  OutboxRecord.json("a", Map.of(), JsonNodeFactory.instance.textNode(tooLarge)))));
      outbox.insert(Outbox.numbered("a", "refused", 2));
      outbox.insert(Outbox.numbered("b", "refused", 1));
      CountingProducer producer = new CountingProducer(broker.bootstrapServers());

      // When
      try (Replica replica = Replica.start(outbox, producer, Replica.settings())) {
        topic.awaitRecords(2);
        await().until(() -> producer.count() >= 6);
        outbox.execute("delete from outbox where length(records::text) > 1000000");
        replica.relay().wake();

        // Then
        await().until(() -> outbox.rows() == 0);
        List<ConsumerRecord<byte[], byte[]>> records = topic.awaitRecords(3);
        assertThat(records).hasSize(3);
        assertThat(Topic.numbersOf("a", records)).containsExactly(0, 2);
        assertThat(Topic.numbersOf("b", records)).containsExactly(1);
      }
    }
  }
}
