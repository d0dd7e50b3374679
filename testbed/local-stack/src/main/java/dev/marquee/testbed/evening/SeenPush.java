package dev.marquee.testbed.evening;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.evening.ExpectedPush.Alert;
import dev.marquee.testbed.evening.ExpectedPush.Dismissal;
import dev.marquee.testbed.evening.ExpectedPush.Kind;
import dev.marquee.testbed.phone.PhonePush;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A push as a phone received it.
 *
 * @param receivedAt business time
 * @param timestamp {@code aps.timestamp}
 * @param dismissal {@code aps.dismissal-date}
 * @param reaction what the phone did with it, in words; {@code shown} whether it had its effect
 */
record SeenPush(
    Instant receivedAt,
    Instant timestamp,
    Kind kind,
    Map<String, Object> contentState,
    @Nullable Alert alert,
    @Nullable Instant dismissal,
    boolean shown,
    String reaction) {

  /** What a phone noted about a push. */
  static SeenPush of(PhonePush push) {
    return of(push.receivedAt(), push.request().json(), push.shown(), push.reaction().toString());
  }

  /** Reads the payload of a push. */
  static SeenPush of(Instant receivedAt, JsonNode payload, boolean shown, String reaction) {
    JsonNode aps = payload.path("aps");
    Map<String, Object> contentState = new HashMap<>();
    aps.path("content-state")
        .properties()
        .forEach(entry -> contentState.put(entry.getKey(), value(entry.getValue())));
    JsonNode alert = aps.path("alert");
    JsonNode dismissal = aps.path("dismissal-date");
    return new SeenPush(
        receivedAt,
        Instant.ofEpochSecond(aps.path("timestamp").asLong()),
        Kind.valueOf(aps.path("event").asText().toUpperCase(Locale.ROOT)),
        Map.copyOf(contentState),
        alert.isMissingNode()
            ? null
            : new Alert(alert.path("title").asText(), alert.path("body").asText()),
        dismissal.isMissingNode() ? null : Instant.ofEpochSecond(dismissal.asLong()),
        shown,
        reaction);
  }

  private static Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    return node.isIntegralNumber() ? (Object) node.longValue() : node.toString();
  }

  /** Whether this is what had to come. */
  boolean is(ExpectedPush expected) {
    return sameState(expected)
        && Objects.equals(alert, expected.alert())
        && dismissedAs(expected.dismissal());
  }

  /** Whether this is the same once more; a repeat need not ring again. */
  boolean repeats(ExpectedPush expected) {
    return sameState(expected)
        && (alert == null || alert.equals(expected.alert()))
        && dismissedAs(expected.dismissal());
  }

  private boolean sameState(ExpectedPush expected) {
    return kind == expected.kind() && contentState.equals(expected.contentState());
  }

  private boolean dismissedAs(@Nullable Dismissal expected) {
    return switch (expected) {
      case null -> dismissal == null;
      case Dismissal.AtOnce() -> dismissal != null && !dismissal.isAfter(timestamp);
      case Dismissal.At(Instant time) -> time.equals(dismissal);
    };
  }
}
