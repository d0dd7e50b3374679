package dev.marquee.contracts.outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * APNs refused a token: the dispatcher's report to the registry, on the topic {@code
 * token-rejections}. A report, not a verdict: the registry knows whether the token still is the one
 * that was refused, and answers with the device's or the activity's state on {@code token-events}.
 *
 * @param id the CloudEvents id
 * @param time when APNs answered, in business time
 * @param kind which of the device's tokens
 * @param tokenFingerprint the fingerprint of the token that was sent to
 * @param reason Apple's reason, such as {@code Unregistered}
 * @param rejectedAt Apple's timestamp: since when the token is invalid; null where Apple gave none
 * @param observedAt when the push was claimed; a token registered later is another matter
 */
public record TokenRejected(
    String id,
    Instant time,
    String deviceId,
    TokenKind kind,
    String tokenFingerprint,
    String reason,
    @Nullable Instant rejectedAt,
    Instant observedAt) {

  /** The CloudEvents type, as contract. */
  public static final String TYPE = "dev.marquee.token.rejected";

  /** The CloudEvents source, as contract. */
  public static final String SOURCE = "/activity-dispatcher";

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  /** Which of a device's tokens. */
  public sealed interface TokenKind {
    /** The push-to-start token of one attributes type. */
    record Start(String attributesType) implements TokenKind {}

    /** The update token of one activity instance. */
    record Update(String activityKitId) implements TokenKind {}
  }

  /**
   * The report that an envelope carries.
   *
   * @throws MalformedEventException when the envelope carries something else
   */
  public static TokenRejected read(CloudEvent event) {
    if (!event.type().equals(TYPE)) {
      throw new MalformedEventException("$.type", TYPE, "\"" + event.type() + "\"");
    }
    event.requireVersion(1);
    JsonFields data = JsonFields.of(event.data(), "$.data");
    String kind = data.text("kind");
    return new TokenRejected(
        event.id(),
        event.time(),
        data.reference("deviceId"),
        switch (kind) {
          case "start" -> new TokenKind.Start(data.reference("attributesType"));
          case "update" -> new TokenKind.Update(data.reference("activityKitId"));
          default ->
              throw new MalformedEventException(
                  data.pathOf("kind"), "start or update", "\"" + kind + "\"");
        },
        data.match("tokenFingerprint", FINGERPRINT, "64 hex digits"),
        data.reference("reason"),
        data.optionalInstant("rejectedAt"),
        data.instant("observedAt"));
  }

  /** The envelope that carries this report. */
  public CloudEvent write() {
    ObjectNode data = CloudEventCodec.newData();
    data.put("deviceId", deviceId);
    switch (kind) {
      case TokenKind.Start start -> {
        data.put("kind", "start");
        data.put("attributesType", start.attributesType());
      }
      case TokenKind.Update update -> {
        data.put("kind", "update");
        data.put("activityKitId", update.activityKitId());
      }
    }
    data.put("tokenFingerprint", tokenFingerprint);
    data.put("reason", reason);
    if (rejectedAt != null) {
      data.put("rejectedAt", rejectedAt.toString());
    }
    data.put("observedAt", observedAt.toString());
    return new CloudEvent(id, SOURCE, TYPE, "devices/" + deviceId, time, null, data);
  }
}
