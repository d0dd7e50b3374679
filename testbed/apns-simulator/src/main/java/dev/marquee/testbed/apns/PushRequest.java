package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came in on the wire, complete.
 *
 * @param receivedAt business time at which its last byte was read
 * @param receivedNanos the same moment by {@link System#nanoTime()}, for latencies
 * @param connectionId counts the connections of one simulator from 1
 * @param streamId the HTTP/2 stream on that connection
 * @param headers lower-case names, without pseudo headers; {@code authorization} is cut to a
 *     fingerprint
 * @param bodyBytes the size of the body on the wire, also where it was too large to keep
 * @param json the decoded body; a missing node if it was empty, too large, or no JSON, which APNs
 *     does not mind
 */
public record PushRequest(
    Instant receivedAt,
    long receivedNanos,
    long connectionId,
    int streamId,
    String method,
    String path,
    Map<String, String> headers,
    int bodyBytes,
    JsonNode json) {

  /** The path of a push to one device, to which the token is appended. */
  static final String DEVICE_PATH = "/3/device/";

  /** What a bundle id is followed by in the topic of a Live Activity. */
  static final String TOPIC_SUFFIX = ".push-type.liveactivity";

  public PushRequest {
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(json, "json");
  }

  /** The device token in the path as it was sent, or the empty string where the path names none. */
  public String token() {
    return path.startsWith(DEVICE_PATH) ? path.substring(DEVICE_PATH.length()) : "";
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The topic without the Live Activity suffix; the empty string without a topic. */
  public String bundleId() {
    String topic = headers.getOrDefault("apns-topic", "");
    return topic.endsWith(TOPIC_SUFFIX)
        ? topic.substring(0, topic.length() - TOPIC_SUFFIX.length())
        : topic;
  }

  /** {@code aps.event}: start, update or end; the empty string if the body has none. */
  public String event() {
    return json.path("aps").path("event").asText("");
  }

  @Override
  public String toString() {
    return method
        + " token "
        + Fingerprint.of(token())
        + " on connection "
        + connectionId
        + " stream "
        + streamId
        + " "
        + headers
        + " "
        + json;
  }
}
