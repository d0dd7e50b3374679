package dev.marquee.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OutboxRelayTest {

  private static EmbeddedKafkaBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafkaBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void keepsTheOrderOfEveryKeyWithTwoReplicasSideBySide() {
    // Given
    int keys = 20;
    int numbers = 100;
    broker.createTopic("order", 3);
    try (Outbox outbox = Outbox.create("order_per_key");
        Topic topic = new Topic(broker.bootstrapServers(), "order");
        Replica one = Replica.start(outbox, broker.bootstrapServers());
        Replica two = Replica.start(outbox, broker.bootstrapServers())) {

      // When
      try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int key = 0; key < keys; key++) {
          String name = "key-" + key;
          Replica replica = key % 2 == 0 ? one : two;
          writers.execute(() -> {
            for (int number = 0; number < numbers; number++) {
              outbox.insert(Outbox.numbered(name, "order", number));
              replica.relay().wake();
            }
          });
        }
      }

      // Then
      await().until(() -> outbox.rows() == 0);
      List<ConsumerRecord<byte[], byte[]>> records = topic.awaitRecords(keys * numbers);
      assertThat(records).hasSize(keys * numbers);
      for (int key = 0; key < keys; key++) {
        assertThat(Topic.numbersOf("key-" + key, records))
            .isEqualTo(IntStream.range(0, numbers).boxed().toList());
      }
    }
  }

  @Test
  void findsARowThatBecameVisibleAfterYoungerOnesWereSent() {
    // Given
    broker.createTopic("late", 1);
    try (Outbox outbox = Outbox.create("late_commit");
        Topic topic = new Topic(broker.bootstrapServers(), "late");
        Replica replica = Replica.start(outbox, broker.bootstrapServers())) {
      OutboxEntry older = Outbox.numbered("a", "late", 1);
      OutboxEntry younger = Outbox.numbered("b", "late", 2);
      SqlConnection late = outbox.beginAndInsert(older);
      outbox.insert(new OutboxEntry(older.shard(), "late", younger.records()));
      topic.awaitRecords(1);

      // When
      late.transaction().commitAndAwait();
      late.closeAndAwait();
      replica.relay().wake();

      // Then
      assertThat(topic.awaitNumbers("a", 2)).containsExactly(1);
    }
  }

  @Test
  void sendsNothingOfATransactionThatRolledBack() {
    // Given
    broker.createTopic("rollback", 1);
    try (Outbox outbox = Outbox.create("rollback_leaves_nothing");
        Topic topic = new Topic(broker.bootstrapServers(), "rollback");
        Replica replica = Replica.start(outbox, broker.bootstrapServers())) {
      SqlConnection doomed = outbox.beginAndInsert(Outbox.numbered("a", "rollback", 1));

      // When
      doomed.transaction().rollbackAndAwait();
      doomed.closeAndAwait();
      outbox.insert(Outbox.numbered("a", "rollback", 2));
      replica.relay().wake();

      // Then
      assertThat(topic.awaitNumbers("a", 1)).containsExactly(2);
      await().until(() -> outbox.rows() == 0);
    }
  }

  @Test
  void sendsAtOnceWhenWoken() {
    // Given
    broker.createTopic("wake", 1);
    OutboxSettings patient =
        new OutboxSettings(
            100,
            4,
            Duration.ofMillis(5),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));
    try (Outbox outbox = Outbox.create("woken");
        Topic topic = new Topic(broker.bootstrapServers(), "wake");
        Replica replica = Replica.start(outbox, newProducer(), patient)) {
      outbox.insert(Outbox.numbered("a", "wake", 1));

      // When
      replica.relay().wake();

      // Then
      assertThat(topic.awaitNumbers("a", 1)).containsExactly(1);
    }
  }

  @Test
  void takesARowApartIntoJsonBytesAndTombstonesWithTheirHeaders() {
    // Given
    broker.createTopic("kinds", 1);
    byte[] poison = {0, (byte) 0xff, '{'};
    OutboxEntry entry =
        OutboxEntry.inOrderOf(
            "d-1",
            "kinds",
            List.of(
                OutboxRecord.json(
                    "d-1",
                    Map.of("ce_id", "é-1"),
                    JsonNodeFactory.instance.objectNode().put("gate", "B")),
                OutboxRecord.bytes(null, Map.of("dead-letter-reason", "no JSON"), poison),
                OutboxRecord.tombstone("d-1", Map.of())));
    try (Outbox outbox = Outbox.create("kinds_of_value");
        Topic topic = new Topic(broker.bootstrapServers(), "kinds");
        Replica replica = Replica.start(outbox, broker.bootstrapServers())) {

      // When
      outbox.insert(entry);
      replica.relay().wake();

      // Then
      List<ConsumerRecord<byte[], byte[]>> records = topic.awaitRecords(3);
      assertThat(records.get(0).key()).asString(UTF_8).isEqualTo("d-1");
      assertThat(records.get(0).value()).asString(UTF_8).isEqualTo("{\"gate\":\"B\"}");
      assertThat(header(records.get(0), "ce_id")).isEqualTo("é-1");
      assertThat(records.get(1).key()).isNull();
      assertThat(records.get(1).value()).isEqualTo(poison);
      assertThat(header(records.get(1), "dead-letter-reason")).isEqualTo("no JSON");
      assertThat(records.get(2).value()).isNull();
    }
  }

  @Test
  void putsRecordsIntoThePartitionOfTheirPartitionKey() throws Exception {
    // Given
    broker.createTopic("partitions", 7);
    int partitionOfDevice;
    try (Producer<byte[], byte[]> plain = newProducer()) {
      partitionOfDevice =
          plain
              .send(new ProducerRecord<>("partitions", "device-5".getBytes(UTF_8), null))
              .get()
              .partition();
    }
    List<OutboxRecord> activities =
        IntStream.range(0, 10)
            .mapToObj(n -> OutboxRecord.tombstone("device-5/" + n, Map.of()))
            .map(record -> record.partitionedBy("device-5"))
            .toList();
    try (Outbox outbox = Outbox.create("partition_key");
        Topic topic = new Topic(broker.bootstrapServers(), "partitions");
        Replica replica = Replica.start(outbox, broker.bootstrapServers())) {

      // When
      outbox.insert(OutboxEntry.inOrderOf("device-5", "partitions", activities));
      replica.relay().wake();

      // Then
      assertThat(topic.awaitRecords(11))
          .hasSize(11)
          .allMatch(record -> record.partition() == partitionOfDevice);
    }
  }

  private static Producer<byte[], byte[]> newProducer() {
    return OutboxProducer.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
