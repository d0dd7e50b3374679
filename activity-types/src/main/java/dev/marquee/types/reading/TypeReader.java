package dev.marquee.types.reading;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.ChangeKind;
import dev.marquee.types.definition.ChangeRule;
import dev.marquee.types.definition.Field;
import dev.marquee.types.definition.RestartRule;
import dev.marquee.types.definition.SwipeRule;
import dev.marquee.types.definition.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the top of a definition. */
final class TypeReader {
  private static final RestartRule UNKNOWN_START = new RestartRule.Once(Duration.ofMinutes(5));
  private static final RestartRule UNCONFIRMED_START = new RestartRule.Never();

  private final YamlMap map;
  private final List<Locale> languages;
  private final TextReader texts;
  private final AlertReader alerts;

  TypeReader(YamlMap map) {
    this.map = map;
    this.languages = map.get("languages", TypeReader::languages, List.of(Locale.ENGLISH));
    this.texts = new TextReader(languages);
    this.alerts = new AlertReader(texts);
  }

  ActivityType read() {
    String name = map.require("name").text();
    Double relevanceScore = score(map);
    Map<String, Field> attributes = fields(map.require("attributes"));
    Map<String, Field> contentState = fields(map.require("content-state"));
    AlertText startAlert = alerts.read(map.require("start-alert"));
    Map<ChangeKind, ChangeRule> changes = map.get("changes", this::changes, Map.of());
    Timeline timeline = new TimelineReader(alerts).read(map.require("timeline"));
    RestartRule unknownStart = map.get("unknown-start", TypeReader::restart, UNKNOWN_START);
    RestartRule unconfirmedStart =
        map.get("unconfirmed-start", TypeReader::restart, UNCONFIRMED_START);
    SwipeRule swipe =
        map.get(
            "swipe",
            rule -> rule.choice(List.of(SwipeRule.values()), SwipeRule::ruleName),
            SwipeRule.RESPECT);
    return map.build(() ->
        new ActivityType(
            name,
            languages,
            relevanceScore,
            attributes,
            contentState,
            startAlert,
            changes,
            timeline,
            unknownStart,
            unconfirmedStart,
            swipe));
  }

  static @Nullable Double score(YamlMap map) {
    BigDecimal score = map.getOrNull("relevance-score", YamlPlace::number);
    return score == null ? null : score.doubleValue();
  }

  private Map<String, Field> fields(YamlPlace place) {
    Map<String, Field> fields = new LinkedHashMap<>();
    FieldReader reader = new FieldReader(texts);
    new YamlMap(place).forEach((name, field) -> reader.read(name, field, fields));
    return fields;
  }

  private Map<ChangeKind, ChangeRule> changes(YamlPlace place) {
    YamlMap kinds = new YamlMap(place);
    Map<ChangeKind, ChangeRule> changes = new EnumMap<>(ChangeKind.class);
    for (ChangeKind kind : ChangeKind.values()) {
      YamlPlace rule = kinds.find(kind.kindName());
      if (rule != null) {
        changes.put(kind, alerts.rule(new YamlMap(rule)));
      }
    }
    kinds.requireNothingElse();
    return changes;
  }

  private static RestartRule restart(YamlPlace place) {
    YamlMap map = new YamlMap(place);
    boolean once =
        map.require("restart").choice(List.of("never", "once"), word -> word).equals("once");
    if (!once) {
      map.requireNothingElse();
      return new RestartRule.Never();
    }
    Duration after = map.require("after").duration();
    return map.build(() -> new RestartRule.Once(after));
  }

  private static List<Locale> languages(YamlPlace place) {
    List<Locale> languages = place.list().stream().map(TypeReader::language).toList();
    if (languages.isEmpty()) {
      throw place.malformed("languages are one or more");
    }
    return languages;
  }

  private static Locale language(YamlPlace place) {
    try {
      return new Locale.Builder().setLanguageTag(place.text()).build();
    } catch (IllformedLocaleException _) {
      throw place.malformed(
          "\"%s\" is no language tag such as en or pt-BR".formatted(place.text()));
    }
  }
}
