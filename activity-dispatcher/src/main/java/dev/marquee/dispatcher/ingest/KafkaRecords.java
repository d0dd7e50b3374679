package dev.marquee.dispatcher.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.DeadLetterHeaders;
import dev.marquee.outbox.OutboxRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads Kafka records, and buries those that nobody can read. */
final class KafkaRecords {
  private KafkaRecords() {}

  /** The headers by lower-case name; the last one of a name counts. */
  static Map<String, String> headers(ConsumerRecord<byte[], byte[]> consumed) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : consumed.headers()) {
      byte[] value = header.value();
      headers.put(
          header.key().toLowerCase(Locale.ROOT), value == null ? "" : new String(value, UTF_8));
    }
    return headers;
  }

  static @Nullable String key(ConsumerRecord<byte[], byte[]> consumed) {
    byte[] key = consumed.key();
    return key == null ? null : new String(key, UTF_8);
  }

  /** The record as its dead-letter topic keeps it: as it came, with the reason in its headers. */
  static OutboxRecord deadLetter(ConsumerRecord<byte[], byte[]> consumed, String reason) {
    Map<String, String> headers = headers(consumed);
    headers.put(DeadLetterHeaders.REASON, reason);
    headers.put(DeadLetterHeaders.TOPIC, consumed.topic());
    headers.put(DeadLetterHeaders.PARTITION, Integer.toString(consumed.partition()));
    headers.put(DeadLetterHeaders.OFFSET, Long.toString(consumed.offset()));
    byte[] value = consumed.value();
    return OutboxRecord.bytes(key(consumed), headers, value == null ? new byte[0] : value);
  }
}
