package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.delivery.StartGate;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

  CatchUp(StartGate gate) {
    this.gate = gate;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach((partition, end) -> {
      if (consumer.position(partition) < end) {
        behind.put(partition, end);
      }
    });
    assignments.incrementAndGet();
    settle();
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(behind::remove);
    settle();
  }

  /** A batch was applied and committed. */
  void applied(ConsumerRecords<byte[], byte[]> batch) {
    if (behind.isEmpty()) {
      return;
    }
    for (TopicPartition partition : batch.partitions()) {
      ConsumerRecord<byte[], byte[]> last = batch.records(partition).getLast();
      behind.computeIfPresent(partition, (_, end) -> last.offset() + 1 >= end ? null : end);
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
