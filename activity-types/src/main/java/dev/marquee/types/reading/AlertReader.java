package dev.marquee.types.reading;

import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.ChangeRule;
import dev.marquee.types.definition.Localised;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.definition.Wording;
import java.time.Duration;

/** Reads alerts, and the rules by which changes are told. */
final class AlertReader {
  private static final String NO_SOUND = "none";

  private final TextReader texts;

  AlertReader(TextReader texts) {
    this.texts = texts;
  }

  AlertText read(YamlPlace place) {
    YamlMap map = new YamlMap(place);
    Localised<Wording> title = texts.wording(map.require("title"));
    Localised<Wording> body = texts.wording(map.require("body"));
    String sound = map.get("sound", YamlPlace::text, AlertText.DEFAULT_SOUND);
    return map.build(() -> new AlertText(title, body, sound.equals(NO_SOUND) ? null : sound));
  }

  ChangeRule rule(YamlMap map) {
    AlertText alert = map.getOrNull("alert", this::read);
    PushPriority priority =
        map.get(
            "priority",
            AlertReader::priority,
            alert == null ? PushPriority.CONSERVE_POWER : PushPriority.IMMEDIATE);
    Double relevanceScore = TypeReader.score(map);
    Duration expiry = map.get("expiry", YamlPlace::duration, ChangeRule.DEFAULT_EXPIRY);
    return map.build(() -> new ChangeRule(alert, priority, relevanceScore, expiry));
  }

  private static PushPriority priority(YamlPlace place) {
    return switch (place.integer()) {
      case 5 -> PushPriority.CONSERVE_POWER;
      case 10 -> PushPriority.IMMEDIATE;
      default -> throw place.malformed("priority is 5 or 10; Live Activities have no other");
    };
  }
}
