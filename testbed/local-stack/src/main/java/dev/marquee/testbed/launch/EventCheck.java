package dev.marquee.testbed.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * Makes a line a record of {@code booking-events}, and refuses what the dispatcher would refuse. It
 * fills in what a line leaves out of {@code specversion}, {@code id}, {@code source} and {@code
 * time}, so that an event can be typed by hand; a line that leaves nothing out stays as it is.
 */
final class EventCheck {
  /** What tells consumers that the value is the whole event. */
  static final Map<String, String> HEADERS =
      Map.of("content-type", CloudEventCodec.STRUCTURED_CONTENT_TYPE);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final InstantSource time;

  EventCheck(InstantSource time) {
    this.time = time;
  }

  /** A record as it goes to the broker; the key is the id of the event's subject. */
  static final class CheckedEvent {
    private final String key;
    private final byte[] value;

    private CheckedEvent(String key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    String key() {
      return key;
    }

    byte[] value() {
      return value;
    }
  }

  /**
   * The record of a line.
   *
   * @throws MalformedEventException when nobody could read it
   */
  CheckedEvent check(byte[] line) {
    byte[] value = completed(line);
    BookingEvent event = BookingEventCodec.read(CloudEventCodec.read(HEADERS, value));
    return new CheckedEvent(event.subject().id(), value);
  }

  private byte[] completed(byte[] line) {
    if (line.length > CloudEventCodec.EVENT_LIMIT) {
      return line;
    }
    try {
      JsonNode event = JSON.readTree(line);
      if (event instanceof ObjectNode envelope) {
        int given = envelope.size();
        fillIn(envelope, "specversion", "1.0");
        fillIn(envelope, "id", UUID.randomUUID().toString());
        fillIn(envelope, "source", "/marquee/publish");
        fillIn(envelope, "time", time.instant().toString());
        return envelope.size() == given ? line : JSON.writeValueAsBytes(envelope);
      }
    } catch (JsonProcessingException _) {
      // The codec says what is wrong with it, and where.
    } catch (IOException _) {
      // Bytes that are not UTF-8: the codec says so.
    }
    return line;
  }

  private static void fillIn(ObjectNode envelope, String attribute, String value) {
    if (!envelope.has(attribute)) {
      envelope.put(attribute, value);
    }
  }
}
