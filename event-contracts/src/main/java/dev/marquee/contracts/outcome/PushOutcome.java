package dev.marquee.contracts.outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.envelope.WireNames;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one push, on the topic {@code push-outcomes}.
 *
 * @param time when it was known, in business time
 * @param result what APNs said, as far as it said anything
 * @param event the Live Activity event that was pushed
 * @param apnsId the {@code apns-id} on the wire; also the CloudEvents id
 * @param apsTimestamp {@code aps.timestamp}, Unix seconds
 * @param reason why it was not accepted; null where it was
 * @param latency from the claim to the answer
 */
public record PushOutcome(
    Instant time,
    Result result,
    Event event,
    String activityId,
    String bookingId,
    String deviceId,
    UUID apnsId,
    long apsTimestamp,
    @Nullable String reason,
    Duration latency) {

  /** The CloudEvents source, as contract. */
  public static final String SOURCE = "/activity-dispatcher";

  /** How the CloudEvents type begins; the result follows. */
  public static final String TYPE_PREFIX = "dev.marquee.push.";

  /** What APNs said. */
  public enum Result {
    /** It took the push; it never tells whether the phone showed it. */
    ACCEPTED,
    /** It refused the push. */
    REJECTED,
    /** No answer came; the push may have been processed. */
    UNKNOWN,
    /** Given up without an accepted answer. */
    ABANDONED
  }

  /** The {@code aps.event} of a Live Activity push. */
  public enum Event {
    START,
    UPDATE,
    END
  }

  /**
   * The outcome that an envelope carries.
   *
   * @throws MalformedEventException when the envelope carries something else
   */
  public static PushOutcome read(CloudEvent event) {
    Result result = result(event.type());
    event.requireVersion(1);
    JsonFields data = JsonFields.of(event.data(), "$.data");
    return new PushOutcome(
        event.time(),
        result,
        data.oneOf("event", Event.class),
        data.reference("activityId"),
        data.reference("bookingId"),
        data.reference("deviceId"),
        data.uuid("apnsId"),
        data.wholeNumber("apsTimestamp", 0),
        data.optionalText("reason"),
        Duration.ofMillis(data.wholeNumber("latencyMillis", 0)));
  }

  private static Result result(String type) {
    for (Result result : Result.values()) {
      if (type.equals(TYPE_PREFIX + WireNames.of(result))) {
        return result;
      }
    }
    throw new MalformedEventException("$.type", "a type of push-outcomes", "\"" + type + "\"");
  }

  /** The envelope that carries this outcome. */
  public CloudEvent write() {
    ObjectNode data = CloudEventCodec.newData();
    data.put("activityId", activityId);
    data.put("bookingId", bookingId);
    data.put("deviceId", deviceId);
    data.put("event", WireNames.of(event));
    data.put("apnsId", apnsId.toString());
    data.put("apsTimestamp", apsTimestamp);
    if (reason != null) {
      data.put("reason", reason);
    }
    data.put("latencyMillis", latency.toMillis());
    String type = TYPE_PREFIX + WireNames.of(result);
    return new CloudEvent(
        apnsId.toString(), SOURCE, type, "activities/" + activityId, time, null, data);
  }
}
