package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a push says aloud: lights the screen and expands the Dynamic Island.
 *
 * @param sound a file of the app's bundle, {@code default}, or null for none
 * @see <a
 *     href="https://developer.apple.com/documentation/activitykit/starting-and-updating-live-activities-with-activitykit-push-notifications">Starting
 *     and updating Live Activities with ActivityKit push notifications</a>
 */
public record Alert(Phrase title, Phrase body, @Nullable String sound) {

  /** The {@code alert} of a push. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("title", title.json());
    json.set("body", body.json());
    if (sound != null) {
      json.put("sound", sound);
    }
    return json;
  }
}
