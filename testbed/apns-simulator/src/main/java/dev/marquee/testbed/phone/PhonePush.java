package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.apns.PushRequest;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One push that reached a phone, and what the phone did with it.
 *
 * @param receivedAt business time at which the phone got it, which for an offline phone is later
 *     than APNs did
 * @param bookingId whose card it was for; nothing if that could not be made out
 * @param activityKitId the Live Activity that it started or was sent to; nothing if it started none
 */
public record PhonePush(
    Instant receivedAt,
    PushRequest request,
    @Nullable String bookingId,
    @Nullable String activityKitId,
    Reaction reaction) {
  public PhonePush {
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(reaction, "reaction");
  }

  /** start, update or end; the empty string if the push said none of them. */
  public String event() {
    return request.event();
  }

  /** {@code aps.timestamp} in Unix seconds; 0 if the push had none. */
  public long timestamp() {
    return aps().path("timestamp").asLong();
  }

  /** What {@code apns-priority} asked for, or Apple's default. */
  public int priority() {
    return request.priority();
  }

  /** The content state as it was sent; a missing node if there was none. */
  public JsonNode contentState() {
    return aps().path("content-state");
  }

  public @Nullable Alert alert() {
    return Alert.of(aps().path("alert"));
  }

  public boolean shown() {
    return reaction instanceof Reaction.Shown;
  }

  private JsonNode aps() {
    return request.json().path("aps");
  }
}
