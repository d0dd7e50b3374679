package dev.marquee.contracts.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents in bytes: reads both modes of the Kafka binding, writes either. Reads leniently
 * (unknown members and headers are passed over), writes strictly. Stateless; any thread.
 *
 * <p>A record is structured when its content type says so or when it has no {@code ce_specversion}
 * header, so that a line of JSON from {@code kcat} is enough.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class CloudEventCodec {
  /** Largest event, envelope and data together, in bytes. */
  public static final int EVENT_LIMIT = 64 * 1024;

  /** The content type of an event in structured mode. */
  public static final String STRUCTURED_CONTENT_TYPE = "application/cloudevents+json";

  private static final String CONTENT_TYPE = "content-type";
  private static final String PREFIX = "ce_";
  private static final String SPEC_VERSION = "1.0";

  /** Deepest nesting of objects and lists, envelope and data together. */
  public static final int DEPTH_LIMIT = 32;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_LIMIT)
                          .maxNumberLength(64)
                          .maxStringLength(EVENT_LIMIT)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CloudEventCodec() {}

  /** A new, empty JSON object for an event's data. */
  public static ObjectNode newData() {
    return JSON.createObjectNode();
  }

  /**
   * Reads one Kafka record.
   *
   * @param headers the record's headers by lower-case name, decoded as UTF-8
   * @param value the record's value; null (a tombstone) is malformed here
   * @throws MalformedEventException when the record is no event that Marquee can read
   */
  public static CloudEvent read(Map<String, String> headers, byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      throw new MalformedEventException("$", "an event", "an empty value");
    }
    requireSize(value);
    JsonNode json = parse(decoded(value));
    return isStructured(headers) ? structured(json) : binary(headers, json);
  }

  /**
   * Refuses an event whose attributes nobody could read.
   *
   * @throws MalformedEventException as {@link #read} would
   */
  public static void requireReadable(CloudEvent event) {
    ObjectNode attributes = JSON.createObjectNode();
    attributes.put("specversion", SPEC_VERSION);
    contextAttributes(event).forEach(attributes::put);
    var _ = read(JsonFields.of(attributes, "$"), event.data());
  }

  /**
   * The event as one JSON document, for structured mode.
   *
   * @throws MalformedEventException when it is larger than {@value #EVENT_LIMIT} bytes
   */
  public static byte[] writeStructured(CloudEvent event) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("specversion", SPEC_VERSION);
    contextAttributes(event).forEach(envelope::put);
    envelope.put("datacontenttype", "application/json");
    envelope.set("data", event.data());
    return bytes(envelope);
  }

  /** The headers of the event in binary mode, content type included. */
  public static Map<String, String> binaryHeaders(CloudEvent event) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(PREFIX + "specversion", SPEC_VERSION);
    contextAttributes(event).forEach((name, value) -> headers.put(PREFIX + name, value));
    headers.put(CONTENT_TYPE, "application/json");
    return headers;
  }

  /**
   * The value of the event in binary mode: its data alone.
   *
   * @throws MalformedEventException when it is larger than {@value #EVENT_LIMIT} bytes
   */
  public static byte[] binaryValue(CloudEvent event) {
    return bytes(event.data());
  }

  private static boolean isStructured(Map<String, String> headers) {
    String contentType = headers.get(CONTENT_TYPE);
    return (contentType != null && contentType.startsWith(STRUCTURED_CONTENT_TYPE))
        || !headers.containsKey(PREFIX + "specversion");
  }

  private static CloudEvent structured(JsonNode json) {
    JsonFields envelope = JsonFields.of(json, "$");
    return read(envelope, envelope.object("data").node());
  }

  private static CloudEvent binary(Map<String, String> headers, JsonNode data) {
    ObjectNode attributes = JSON.createObjectNode();
    headers.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        attributes.put(name.substring(PREFIX.length()), value);
      }
    });
    return read(JsonFields.of(attributes, "$"), JsonFields.of(data, "$.data").node());
  }

  private static CloudEvent read(JsonFields envelope, JsonNode data) {
    String specVersion = envelope.reference("specversion");
    if (!specVersion.equals(SPEC_VERSION)) {
      throw new MalformedEventException(
          envelope.pathOf("specversion"), "\"1.0\"", "\"" + specVersion + "\"");
    }
    String type = envelope.reference("type");
    return new CloudEvent(
        envelope.reference("id"),
        envelope.reference("source"),
        type,
        envelope.reference("subject"),
        // PostgreSQL keeps microseconds; finer times would compare differently before and after.
        envelope.instant("time").truncatedTo(ChronoUnit.MICROS),
        envelope.optionalReference("sequence"),
        EventSchema.version(type, envelope.optionalReference("dataschema")),
        data);
  }

  private static Map<String, String> contextAttributes(CloudEvent event) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("id", event.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    attributes.put("subject", event.subject());
    attributes.put("time", time(event.time()));
    String sequence = event.sequence();
    if (sequence != null) {
      attributes.put("sequence", sequence);
    }
    attributes.put("dataschema", EventSchema.uri(event.type(), event.schemaVersion()));
    return attributes;
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** Jackson would guess at UTF-16 and UTF-32, and is lenient about broken UTF-8. */
  private static String decoded(byte[] value) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEventException("$", "JSON in UTF-8", "bytes that are not UTF-8");
    }
  }

  private static JsonNode parse(String value) {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : "at line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw new MalformedEventException("$", "JSON", where + e.getOriginalMessage());
    }
  }

  private static void requireSize(byte[] value) {
    if (value.length > EVENT_LIMIT) {
      throw new MalformedEventException(
          "$", "at most " + EVENT_LIMIT + " bytes", value.length + " bytes");
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(json);
      requireSize(bytes);
      return bytes;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
