package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@code aps} member of a push, with what every Live Activity push must have.
 *
 * @param timestamp in Unix seconds
 */
record ApsPayload(String event, long timestamp, JsonNode aps) {
  /** A timestamp further ahead drops the push. One in milliseconds is centuries ahead. */
  static final Duration TIMESTAMP_LEAD = Duration.ofHours(8);

  static ApsPayload read(JsonNode aps) throws UndecodableException {
    JsonNode timestamp = aps.path("timestamp");
    if (!aps.isObject()) {
      throw new UndecodableException("no aps object");
    }
    if (!timestamp.isNumber()) {
      throw new UndecodableException("no timestamp");
    }
    return new ApsPayload(aps.path("event").asText(""), timestamp.asLong(), aps);
  }

  boolean isFromTheFuture(Instant now) {
    return timestamp > now.plus(TIMESTAMP_LEAD).getEpochSecond();
  }

  JsonNode contentState() {
    return aps.path("content-state");
  }

  @Nullable Alert alert() {
    return Alert.of(aps.path("alert"));
  }

  @Nullable Instant staleDate() {
    return date("stale-date");
  }

  @Nullable Instant dismissalDate() {
    return date("dismissal-date");
  }

  double relevanceScore() {
    return aps.path("relevance-score").asDouble(0);
  }

  private @Nullable Instant date(String name) {
    JsonNode seconds = aps.path(name);
    return seconds.isNumber() ? Instant.ofEpochSecond(seconds.asLong()) : null;
  }
}
