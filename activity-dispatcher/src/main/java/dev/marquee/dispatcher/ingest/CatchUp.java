package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.delivery.StartGate;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds starts back until this replica has applied everything that lay in its partitions when it
 * got them: after an outage, a cancellation in the backlog goes before the start that it cancels.
 * The wait is bounded by {@link StartGate}. Thread-safe.
 */
@ApplicationScoped
@Identifier("catch-up") class CatchUp implements KafkaConsumerRebalanceListener {
  /** Both channels must have got their partitions, or the word that there are none for us. */
  private static final int CHANNELS = 2;

  private final StartGate gate;
  private final AtomicInteger assignments = new AtomicInteger();

  /** The offset to reach, by partition that has not reached it. */
  private final Map<TopicPartition, Long> behind = new ConcurrentHashMap<>();

  /** The offset that follows what was applied, by partition. */
  private final Map<TopicPartition, OffsetAndMetadata> applied = new ConcurrentHashMap<>();

  CatchUp(StartGate gate) {
    this.gate = gate;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(applied::remove);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach((partition, end) -> {
      if (consumer.position(partition) < end) {
        behind.put(partition, end);
      }
    });
    assignments.incrementAndGet();
    settle();
    commitAgain(consumer);
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(behind::remove);
    partitions.forEach(applied::remove);
    settle();
  }

  /**
   * A commit that fell into a rebalance was refused, and a partition on which nothing follows would
   * look unread for ever. Repeating it does no harm.
   */
  private void commitAgain(Consumer<?, ?> consumer) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>(applied);
    kept.keySet().retainAll(consumer.assignment());
    if (!kept.isEmpty()) {
      consumer.commitAsync(kept, null);
    }
  }

  /** A batch was applied and committed. */
  void applied(ConsumerRecords<byte[], byte[]> batch) {
    for (TopicPartition partition : batch.partitions()) {
      long next = batch.records(partition).getLast().offset() + 1;
      applied.put(partition, new OffsetAndMetadata(next));
      behind.computeIfPresent(partition, (_, end) -> next >= end ? null : end);
    }
    settle();
  }

  private void settle() {
    if (behind.isEmpty() && assignments.get() >= CHANNELS) {
      gate.open();
    } else {
      gate.close();
    }
  }
}
