package dev.marquee.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records in the JSON of the column {@code records}. Numbers keep every digit. */
final class OutboxJson {

  private static final String KEY = "key";
  private static final String PARTITION_KEY = "partitionKey";
  private static final String HEADERS = "headers";
  private static final String VALUE = "value";
  private static final String VALUE_BASE64 = "valueBase64";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private OutboxJson() {}

  static String write(List<OutboxRecord> records) {
    ArrayNode array = JSON.createArrayNode();
    records.forEach(record -> array.add(toNode(record)));
    return array.toString();
  }

  private static ObjectNode toNode(OutboxRecord record) {
    ObjectNode node = JSON.createObjectNode();
    if (record.key() != null) {
      node.put(KEY, record.key());
    }
    if (record.partitionKey() != null) {
      node.put(PARTITION_KEY, record.partitionKey());
    }
    ObjectNode headers = node.putObject(HEADERS);
    record.headers().forEach(headers::put);
    return switch (record.value()) {
      case OutboxValue.Json(JsonNode json) -> node.set(VALUE, json);
      case OutboxValue.Bytes(String base64) -> node.put(VALUE_BASE64, base64);
      case OutboxValue.Tombstone() -> node;
    };
  }

  /**
   * Reads what {@link #write} or a service's own SQL wrote.
   *
   * @throws IllegalArgumentException if it is something else; the message repeats nothing of it,
   *     because values may be secret
   */
  static List<OutboxRecord> read(String json) {
    JsonNode array = parse(json);
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException("records is no array of records");
    }
    List<OutboxRecord> records = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      records.add(toRecord(node));
    }
    return records;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException _) {
      throw new IllegalArgumentException("records is no JSON");
    }
  }

  private static OutboxRecord toRecord(JsonNode node) {
    Map<String, String> headers = new LinkedHashMap<>();
    node.path(HEADERS)
        .properties()
        .forEach(header -> headers.put(header.getKey(), text(header.getValue(), "a header")));
    return new OutboxRecord(
        optionalText(node, KEY), optionalText(node, PARTITION_KEY), headers, value(node));
  }

  private static OutboxValue value(JsonNode node) {
    if (node.hasNonNull(VALUE)) {
      return new OutboxValue.Json(node.path(VALUE));
    }
    if (node.hasNonNull(VALUE_BASE64)) {
      return new OutboxValue.Bytes(text(node.path(VALUE_BASE64), VALUE_BASE64));
    }
    return new OutboxValue.Tombstone();
  }

  private static @Nullable String optionalText(JsonNode node, String name) {
    return node.hasNonNull(name) ? text(node.path(name), name) : null;
  }

  private static String text(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return node.textValue();
  }

  static byte @Nullable [] valueBytes(OutboxValue value) {
    return switch (value) {
      case OutboxValue.Json(JsonNode json) -> jsonBytes(json);
      case OutboxValue.Bytes bytes -> bytes.decoded();
      case OutboxValue.Tombstone() -> null;
    };
  }

  private static byte[] jsonBytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException _) {
      throw new IllegalArgumentException("value cannot be written as JSON");
    }
  }
}
