package dev.marquee.testbed.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.DeadLetterHeaders;
import dev.marquee.testbed.replay.TopicScan.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes dead letters again as they once came. A few hundred at a time go in one transaction,
 * with a note of their offsets on the dead-letter topic: so nothing is replayed twice, wherever a
 * replay is broken off. The notes live as long as the letters, which the offsets of a consumer
 * group do not. Of each topic one replay runs; the next one ends it. One thread.
 */
public final class Replay implements AutoCloseable {
  private static final int TRANSACTION_SIZE = 500;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final String BLOCK_LIMIT_MILLIS = "10000";

  /** Above what any broker takes: it is the broker that says what is too large. */
  private static final String RECORD_LIMIT_BYTES = Integer.toString(16 << 20);

  private final String topic;
  private final TopicScan scan;
  private final Producer<byte[], byte[]> producer;

  private final List<ProducerRecord<byte[], byte[]>> originals = new ArrayList<>();
  private final Map<TopicPartition, Offsets> offsets = new HashMap<>();
  private long published;

  Replay(String bootstrapServers, String topic, TopicScan scan) {
    this.topic = topic;
    this.scan = scan;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "marquee-replay-" + topic,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_LIMIT_MILLIS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_LIMIT_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Publishes what a plan chose, in the order in which it was buried.
   *
   * @param progress told how many are published, after each transaction
   * @throws ReplayException if the broker takes no more; what was told of is published and noted
   */
  public void publish(ReplayPlan plan, LongConsumer progress) {
    Map<TopicPartition, Range> ranges = new HashMap<>();
    plan.offsets().forEach((partition, chosen) -> ranges.put(partition, chosen.range()));
    scan.read(
        ranges,
        each -> {
          TopicPartition partition = new TopicPartition(each.topic(), each.partition());
          if (plan.offsets().getOrDefault(partition, new Offsets()).contains(each.offset())) {
            take(partition, each);
          }
          if (originals.size() == TRANSACTION_SIZE) {
            commit(progress);
          }
        });
    commit(progress);
  }

  private void take(TopicPartition partition, ConsumerRecord<byte[], byte[]> letter) {
    originals.add(new DeadLetter(letter).original());
    offsets.computeIfAbsent(partition, _ -> new Offsets()).add(letter.offset());
  }

  private void commit(LongConsumer progress) {
    if (originals.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      originals.forEach(this::send);
      offsets.forEach((partition, replayed) -> send(note(partition, replayed)));
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new ReplayException("Another replay of " + topic + " has taken over.", e);
    } catch (KafkaException e) {
      throw new ReplayException(
          "The broker takes no more: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
    }
    published += originals.size();
    originals.clear();
    offsets.clear();
    progress.accept(published);
  }

  /** A failure of any shows when the transaction is committed. */
  private void send(ProducerRecord<byte[], byte[]> sent) {
    var _ = producer.send(sent);
  }

  private static ProducerRecord<byte[], byte[]> note(TopicPartition partition, Offsets replayed) {
    ProducerRecord<byte[], byte[]> note =
        new ProducerRecord<>(
            partition.topic(), partition.partition(), null, replayed.toString().getBytes(UTF_8));
    note.headers().add(DeadLetterHeaders.REPLAYED, Long.toString(replayed.count()).getBytes(UTF_8));
    return note;
  }

  /** Takes back a transaction that is not committed, and disconnects. */
  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
