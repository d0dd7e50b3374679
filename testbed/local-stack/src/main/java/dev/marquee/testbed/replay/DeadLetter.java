package dev.marquee.testbed.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.DeadLetterHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** One record of a dead-letter topic: what nobody could read, and where it came from. */
final class DeadLetter {
  private final ConsumerRecord<byte[], byte[]> buried;
  private final String reason;
  private final @Nullable TopicPartition source;
  private final long sourceOffset;

  DeadLetter(ConsumerRecord<byte[], byte[]> buried) {
    this.buried = buried;
    String said = header(DeadLetterHeaders.REASON);
    this.reason = said == null ? "no reason" : said;
    this.source = source();
    this.sourceOffset = number(DeadLetterHeaders.OFFSET);
  }

  private @Nullable TopicPartition source() {
    String topic = header(DeadLetterHeaders.TOPIC);
    long partition = number(DeadLetterHeaders.PARTITION);
    return topic == null || partition < 0 || partition > Integer.MAX_VALUE
        ? null
        : new TopicPartition(topic, (int) partition);
  }

  /** Why nobody could read it, on one line. */
  String reason() {
    return reason;
  }

  /** When it was buried, by the broker's or the dispatcher's clock. */
  Instant buriedAt() {
    return Instant.ofEpochMilli(buried.timestamp());
  }

  /** Where it came from; null where its headers do not say. */
  @Nullable TopicPartition from() {
    return source;
  }

  /** Its offset where it came from; -1 where its headers do not say. */
  long sourceOffset() {
    return sourceOffset;
  }

  /** Where it lies now. */
  TopicPartition partition() {
    return new TopicPartition(buried.topic(), buried.partition());
  }

  /** Its offset where it lies now. */
  long offset() {
    return buried.offset();
  }

  /** The key that tells which later record of the source is about the same thing. */
  RecordKey key() {
    return new RecordKey(buried.key());
  }

  /**
   * The record as it once came, for the same partition of its topic: there it stands behind
   * everything else with its key, however upstream chooses partitions.
   */
  ProducerRecord<byte[], byte[]> original() {
    if (source == null) {
      throw new IllegalStateException("the dead letter does not say where it came from");
    }
    List<Header> own = new ArrayList<>();
    for (Header header : buried.headers()) {
      if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
        own.add(header);
      }
    }
    return new ProducerRecord<>(
        source.topic(), source.partition(), buried.key(), buried.value(), own);
  }

  private @Nullable String header(String name) {
    Header header = buried.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private long number(String name) {
    String text = header(name);
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  /** A record's key, compared by its bytes. */
  static final class RecordKey {
    private final byte @Nullable [] bytes;

    RecordKey(byte @Nullable [] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof RecordKey key && Arrays.equals(key.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
