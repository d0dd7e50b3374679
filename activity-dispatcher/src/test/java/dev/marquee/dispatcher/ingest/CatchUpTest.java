package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.delivery.StartGate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When starts may be claimed, by what was assigned and what was applied. */
@Timeout(10)
class CatchUpTest {
  private static final TopicPartition BOOKINGS = new TopicPartition("booking-events", 0);
  private static final TopicPartition TOKENS = new TopicPartition("token-events", 0);

  private final StartGate gate = new StartGate();
  private final CatchUp catchUp = new CatchUp(gate);

  @Test
  void startsWaitForTheEndThatEachPartitionHadWhenItCame() {
    // Given
    assign(BOOKINGS, 0, 20);
    assign(TOKENS, 0, 5);

    // When
    apply(TOKENS, 4);
    apply(BOOKINGS, 18);
    boolean before = gate.isOpen();
    apply(BOOKINGS, 19);

    // Then
    assertThat(before).isFalse();
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void startsWaitUntilBothTopicsWereAssigned() {
    // When
    assign(BOOKINGS, 0, 0);
    boolean before = gate.isOpen();
    assign(TOKENS, 7, 7);

    // Then
    assertThat(before).isFalse();
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void startsWaitAgainForAPartitionThatAnotherReplicaLeftBehind() {
    // Given
    assign(BOOKINGS, 0, 0);
    assign(TOKENS, 0, 0);
    TopicPartition taken = new TopicPartition("booking-events", 1);

    // When
    assign(taken, 3, 10);

    // Then
    assertThat(gate.isOpen()).isFalse();
  }

  @Test
  void startsDoNotWaitForAPartitionThatIsGone() {
    // Given
    assign(TOKENS, 0, 0);
    assign(BOOKINGS, 0, 20);

    // When
    try (MockConsumer<byte[], byte[]> consumer = consumer(BOOKINGS, 0, 20)) {
      catchUp.onPartitionsRevoked(consumer, List.of(BOOKINGS));
    }

    // Then
    assertThat(gate.isOpen()).isTrue();
  }

  private void assign(TopicPartition partition, long position, long end) {
    try (MockConsumer<byte[], byte[]> consumer = consumer(partition, position, end)) {
      catchUp.onPartitionsAssigned(consumer, List.of(partition));
    }
  }

  private static MockConsumer<byte[], byte[]> consumer(
      TopicPartition partition, long position, long end) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.assign(List.of(partition));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, end));
    consumer.seek(partition, position);
    return consumer;
  }

  private void apply(TopicPartition partition, long offset) {
    ConsumerRecord<byte[], byte[]> last =
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[0]);
    catchUp.applied(new ConsumerRecords<>(Map.of(partition, List.of(last)), Map.of()));
  }
}
