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
 * @param body empty if it was too large to keep
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
    PushBody body) {

  /** The priority of a push that is to be delivered at once, and counted; also Apple's default. */
  public static final int IMMEDIATE = 10;

  /** The path of a push to one device, to which the token is appended. */
  static final String DEVICE_PATH = "/3/device/";

  /** What a bundle id is followed by in the topic of a Live Activity. */
  static final String TOPIC_SUFFIX = ".push-type.liveactivity";

  /** What the objects take beside their texts. */
  private static final int REQUEST_BYTES = 400;

  private static final int HEADER_BYTES = 120;

  public PushRequest {
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** The device token in the path as it was sent, or the empty string where the path names none. */
  public String token() {
    return path.startsWith(DEVICE_PATH) ? path.substring(DEVICE_PATH.length()) : "";
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** What {@code apns-priority} asks for. */
  public int priority() {
    String priority = headers.get("apns-priority");
    return priority == null ? IMMEDIATE : Integer.parseInt(priority);
  }

  /** The topic without the Live Activity suffix; the empty string without a topic. */
  public String bundleId() {
    String topic = headers.getOrDefault("apns-topic", "");
    return topic.endsWith(TOPIC_SUFFIX)
        ? topic.substring(0, topic.length() - TOPIC_SUFFIX.length())
        : topic;
  }

  /** Roughly how many bytes of memory it takes to keep it. */
  int footprint() {
    int texts = path.length();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      texts += header.getKey().length() + header.getValue().length() + HEADER_BYTES;
    }
    return REQUEST_BYTES + texts + body.length();
  }

  /** What the body says, decoded by each call; a missing node if it is no JSON. */
  public JsonNode json() {
    return body.json();
  }

  /** {@code aps.event}: start, update or end; the empty string if the body has none. */
  public String event() {
    return json().path("aps").path("event").asText("");
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
        + body;
  }
}
