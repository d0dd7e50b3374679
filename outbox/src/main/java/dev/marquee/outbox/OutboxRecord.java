package dev.marquee.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record to come.
 *
 * @param key the record's key, null for none
 * @param partitionKey chooses the partition, as Kafka's default would for this key; null if the
 *     record's own key does
 * @param headers by name, values in UTF-8
 * @param value what it says
 */
public record OutboxRecord(
    @Nullable String key,
    @Nullable String partitionKey,
    Map<String, String> headers,
    OutboxValue value) {

  /** Keeps a copy of the headers. */
  public OutboxRecord {
    headers = Map.copyOf(headers);
  }

  /** A record whose value is JSON. */
  public static OutboxRecord json(String key, Map<String, String> headers, JsonNode value) {
    return new OutboxRecord(key, null, headers, new OutboxValue.Json(value));
  }

  /** A record whose value is any bytes. */
  public static OutboxRecord bytes(
      @Nullable String key, Map<String, String> headers, byte[] value) {
    return new OutboxRecord(key, null, headers, OutboxValue.Bytes.of(value));
  }

  /** A record that makes a compacted topic forget the key. */
  public static OutboxRecord tombstone(String key, Map<String, String> headers) {
    return new OutboxRecord(key, null, headers, new OutboxValue.Tombstone());
  }

  /** Same, in the partition of another key. */
  public OutboxRecord partitionedBy(String otherKey) {
    return new OutboxRecord(key, otherKey, headers, value);
  }

  /** Without the value and the headers' values, which may be secret. */
  @Override
  public String toString() {
    return "OutboxRecord[" + key + ", " + headers.keySet() + "]";
  }
}
