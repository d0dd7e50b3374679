package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an alert rang with. A text that the app localises itself is given as {@code key(argument,
 * …)}.
 */
public record Alert(String title, String body, @Nullable String sound) {

  /** Reads {@code aps.alert}; nothing if there is none, or nothing in it. */
  static @Nullable Alert of(JsonNode alert) {
    Alert read =
        alert.isTextual()
            ? new Alert("", alert.textValue(), null)
            : new Alert(
                text(alert.path("title")),
                text(alert.path("body")),
                alert.path("sound").textValue());
    return read.title().isEmpty() && read.body().isEmpty() ? null : read;
  }

  private static String text(JsonNode text) {
    if (!text.isObject()) {
      return text.asText("");
    }
    StringBuilder localised = new StringBuilder(text.path("loc-key").asText(""));
    String separator = "(";
    for (JsonNode argument : text.path("loc-args")) {
      localised.append(separator).append(argument.asText());
      separator = ", ";
    }
    return localised.append(separator.equals("(") ? "" : ")").toString();
  }
}
