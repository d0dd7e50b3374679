package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.testing.GroupOffsets;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.Ticket;
import dev.marquee.dispatcher.testing.Upstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partitions that move from replica to replica while events come in. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class RebalanceComponentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int TICKETS = 12;

  @Test
  void whatAReplicaReadAndNeverAppliedIsAppliedByTheNext() {
    List<Ticket> tickets =
        Stream.generate(() -> new Ticket(Duration.ofHours(1))).limit(TICKETS).toList();
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers())) {
      // Given
      tickets.forEach(ticket -> upstream.publish(ticket.confirmed()));
      tickets.forEach(ticket -> upstream.publish(ticket.cardWithUpdateToken()));
      tickets.forEach(ticket -> upstream.publish(ticket.deviceWithStartToken()));
      awaitLast(tickets, "update A");

      // When
      try (KafkaConsumer<byte[], byte[]> forgetful = joinTheGroup()) {
        await()
            .atMost(PATIENCE)
            .until(() -> {
              forgetful.poll(Duration.ofMillis(100));
              return !forgetful.assignment().isEmpty();
            });
        tickets.forEach(ticket -> upstream.publish(ticket.gate("B", Duration.ofMinutes(3))));
        await().atMost(PATIENCE).until(() -> !forgetful.poll(Duration.ofMillis(100)).isEmpty());
        tickets.forEach(ticket -> upstream.publish(ticket.gate("C", Duration.ofMinutes(2))));
      }

      // Then
      awaitLast(tickets, "update C");
      await().atMost(PATIENCE).until(() -> GroupOffsets.lag() == 0);
    }
  }

  /** Another replica, which reads and acknowledges nothing. */
  private static KafkaConsumer<byte[], byte[]> joinTheGroup() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                RealParts.kafka().bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                GroupOffsets.GROUP,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of("booking-events"));
    return consumer;
  }

  private static void awaitLast(List<Ticket> tickets, String expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(tickets)
                .allSatisfy(ticket -> assertThat(ticket.pushes()).last().isEqualTo(expected)));
  }
}
