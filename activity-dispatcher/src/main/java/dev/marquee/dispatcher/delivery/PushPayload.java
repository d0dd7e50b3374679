package dev.marquee.dispatcher.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.types.rendering.Alert;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of a push, as ActivityKit reads it (apns.md 4.1). Dates of the envelope are Unix
 * seconds.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/activitykit/starting-and-updating-live-activities-with-activitykit-push-notifications">Starting
 *     and updating Live Activities with ActivityKit push notifications</a>
 */
final class PushPayload {
  private PushPayload() {}

  static byte[] of(NextStep.Push push, long apsTimestamp) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    ObjectNode aps = payload.putObject("aps");
    aps.put("timestamp", apsTimestamp);
    switch (push) {
      case NextStep.Start start -> {
        aps.put("event", "start");
        aps.put("attributes-type", start.attributesType());
        aps.set("attributes", start.attributes());
        // Asks iOS 18 and later for an update token; earlier releases ignore it.
        aps.put("input-push-token", 1);
        aps.put("stale-date", start.staleDate().getEpochSecond());
        putAlert(aps, start.alert());
      }
      case NextStep.Update update -> {
        aps.put("event", "update");
        aps.put("stale-date", update.staleDate().getEpochSecond());
        putAlert(aps, update.alert());
      }
      case NextStep.End end -> {
        aps.put("event", "end");
        aps.put("dismissal-date", end.dismissalDate().getEpochSecond());
      }
    }
    if (push.relevanceScore() != null) {
      aps.put("relevance-score", push.relevanceScore());
    }
    aps.set("content-state", push.state().json());
    return payload.toString().getBytes(UTF_8);
  }

  private static void putAlert(ObjectNode aps, @Nullable Alert alert) {
    if (alert != null) {
      aps.set("alert", alert.json());
    }
  }
}
