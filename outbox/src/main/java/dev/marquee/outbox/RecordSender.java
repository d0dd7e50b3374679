package dev.marquee.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Sends the records of rows in order and waits for the acknowledgement of all. */
final class RecordSender {

  private final Producer<byte[], byte[]> producer;

  RecordSender(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * What became of some rows.
   *
   * @param acknowledged of each shard the first rows, up to the first with a record that failed
   * @param failures why that one failed, by shard; nothing of shards without a failure
   */
  record Sent(List<OutboxRow> acknowledged, Map<Integer, Exception> failures) {}

  /** A row under way; what refused it, if it was not even taken into the producer's queue. */
  private record Sending(
      OutboxRow row, List<Future<RecordMetadata>> records, @Nullable Exception refusal) {}

  /**
   * Sends rows, each shard's in their order until one fails, and returns when no record is under
   * way any more, so that the next owner of a shard overtakes nothing. Blocks; at most about the
   * producer's delivery time-out.
   */
  Sent send(List<OutboxRow> rows) throws InterruptedException {
    List<Sending> underWay = new ArrayList<>(rows.size());
    Set<Integer> refused = new HashSet<>();
    for (OutboxRow row : rows) {
      if (!refused.contains(row.shard())) {
        List<Future<RecordMetadata>> records = new ArrayList<>();
        Exception refusal = hand(row, records);
        underWay.add(new Sending(row, records, refusal));
        if (refusal != null) {
          refused.add(row.shard());
        }
      }
    }
    List<OutboxRow> acknowledged = new ArrayList<>(rows.size());
    Map<Integer, Exception> failures = new HashMap<>();
    for (Sending sending : underWay) {
      Exception failure = awaitAll(sending.records);
      if (sending.refusal != null) {
        failure = sending.refusal;
      }
      int shard = sending.row.shard();
      if (failure != null) {
        failures.putIfAbsent(shard, failure);
      } else if (!failures.containsKey(shard)) {
        acknowledged.add(sending.row);
      }
    }
    return new Sent(acknowledged, failures);
  }

  /** Hands a row's records to the producer; returns why that failed, or null. */
  private @Nullable Exception hand(OutboxRow row, List<Future<RecordMetadata>> underWay)
      throws InterruptedException {
    try {
      for (OutboxRecord record : OutboxJson.read(row.recordsJson())) {
        Future<RecordMetadata> sending = producer.send(toProducerRecord(row.topic(), record));
        underWay.add(sending);
        if (sending.state() == Future.State.FAILED) {
          // Not even queued, too large for instance: what follows must not overtake it.
          return cause(sending.exceptionNow());
        }
      }
      return null;
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalArgumentException e) {
      return e;
    }
  }

  private ProducerRecord<byte[], byte[]> toProducerRecord(String topic, OutboxRecord record) {
    List<Header> headers = new ArrayList<>(record.headers().size());
    record.headers().forEach((name, value) -> headers.add(new RecordHeader(name, utf8(value))));
    byte[] key = record.key() == null ? null : utf8(record.key());
    return new ProducerRecord<>(
        topic,
        partition(topic, record.partitionKey()),
        key,
        OutboxJson.valueBytes(record.value()),
        headers);
  }

  /** The partition that Kafka's default would choose for the partition key. */
  private @Nullable Integer partition(String topic, @Nullable String partitionKey) {
    if (partitionKey == null) {
      return null;
    }
    int partitions = producer.partitionsFor(topic).size();
    return Utils.toPositive(Utils.murmur2(utf8(partitionKey))) % partitions;
  }

  private static @Nullable Exception awaitAll(List<Future<RecordMetadata>> underWay)
      throws InterruptedException {
    Exception failure = null;
    for (Future<RecordMetadata> sending : underWay) {
      try {
        sending.get();
      } catch (ExecutionException e) {
        failure = failure == null ? cause(e) : failure;
      }
    }
    return failure;
  }

  private static Exception cause(Throwable failure) {
    return switch (failure) {
      case ExecutionException wrapper when wrapper.getCause() instanceof Exception inner -> inner;
      case Exception exception -> exception;
      case Throwable error -> new KafkaException(error);
    };
  }

  private static InterruptedException interrupted(InterruptException e) {
    InterruptedException interrupted = new InterruptedException("while sending");
    interrupted.initCause(e);
    return interrupted;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
