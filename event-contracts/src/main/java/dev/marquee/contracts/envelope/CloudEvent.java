package dev.marquee.contracts.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 envelope with JSON data.
 *
 * @param id unique per source; a repeated id is a repeated event
 * @param source who says it, a URI reference such as {@code /box-office}
 * @param type what happened, such as {@code dev.marquee.gate.changed}
 * @param subject what it happened to, such as {@code shows/s-1}
 * @param time when it happened, in business time; Marquee requires it, because newness is decided
 *     by it
 * @param sequence breaks ties between events of the same time, by the order of its characters; null
 *     where the producer counts nothing
 * @param schemaVersion major version of the schema that the data keeps to, from the CloudEvents
 *     {@code dataschema}; see {@link EventSchema}
 * @param data the event's own facts
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0.2</a>
 */
public record CloudEvent(
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    @Nullable String sequence,
    int schemaVersion,
    JsonNode data) {

  /** An event whose data keeps to the first version of its schema. */
  public CloudEvent(
      String id,
      String source,
      String type,
      String subject,
      Instant time,
      @Nullable String sequence,
      JsonNode data) {
    this(id, source, type, subject, time, sequence, 1, data);
  }

  /**
   * Lets only the one version pass that the caller can read.
   *
   * @throws MalformedEventException when the data keeps to another version
   */
  public void requireVersion(int version) {
    if (schemaVersion != version) {
      throw new MalformedEventException(
          "$.dataschema", EventSchema.uri(type, version), "version " + schemaVersion);
    }
  }

  /** Names the event; its data may hold tokens and stays out of logs. */
  @Override
  public String toString() {
    return "%s %s about %s at %s from %s".formatted(type, id, subject, time, source);
  }
}
