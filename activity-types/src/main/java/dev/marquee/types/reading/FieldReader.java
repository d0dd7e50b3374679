package dev.marquee.types.reading;

import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.DateEncoding;
import dev.marquee.types.definition.Fact;
import dev.marquee.types.definition.Field;
import dev.marquee.types.definition.Localised;
import dev.marquee.types.definition.NumberEncoding;
import dev.marquee.types.definition.Template;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Reads the fields of attributes and content state. */
final class FieldReader {
  private static final List<String> TYPES =
      List.of("text", "number", "boolean", "colour", "url", "date");

  private static final String LABEL_SUFFIX = "Label";

  private final TextReader texts;

  FieldReader(TextReader texts) {
    this.texts = texts;
  }

  /** Adds a field and, where it has one, its label, which is a field of its own. */
  void read(String name, YamlPlace place, Map<String, Field> fields) {
    YamlMap map = new YamlMap(place);
    String type = map.get("type", each -> each.choice(TYPES, word -> word), "text");
    Content content =
        switch (type) {
          case "number" -> number(map);
          case "boolean" -> flag(map);
          case "colour" -> colour(map);
          case "url" -> url(map);
          case "date" -> date(map);
          default -> text(map);
        };
    boolean required = map.get("required", YamlPlace::bool, false);
    Integer shortenRank = map.getOrNull("shorten", YamlPlace::integer);
    Localised<Template> label = map.getOrNull("label", texts::text);
    add(name, map.build(() -> new Field(content, required, shortenRank, null)), place, fields);
    if (label != null) {
      Content words = new Content.Text(label);
      add(
          name + LABEL_SUFFIX,
          new Field(words, required && words.isCertain(), null, name),
          place,
          fields);
    }
  }

  private static void add(String name, Field field, YamlPlace place, Map<String, Field> fields) {
    if (fields.put(name, field) != null) {
      throw place.malformed("\"%s\" is there already".formatted(name));
    }
  }

  private Content text(YamlMap map) {
    return new Content.Text(
        map.has("fact")
            ? new Localised<>(Map.of(texts.fallbackLanguage(), List.of(Template.of(fact(map)))))
            : texts.text(source(map)));
  }

  private static Content number(YamlMap map) {
    Fact fact = fact(map);
    NumberEncoding encoding =
        map.get(
            "encoding",
            word -> word.choice(List.of(NumberEncoding.values()), NumberEncoding::encodingName),
            NumberEncoding.DOUBLE);
    BigDecimal fallback = map.getOrNull("default", YamlPlace::number);
    return map.buildPart(() -> new Content.Figure(fact, encoding, fallback));
  }

  private static Content flag(YamlMap map) {
    Fact fact = fact(map);
    Boolean fallback = map.getOrNull("default", YamlPlace::bool);
    return map.buildPart(() -> new Content.Flag(fact, fallback));
  }

  private static Content colour(YamlMap map) {
    Fact fact = fact(map);
    String fallback = map.getOrNull("default", YamlPlace::text);
    return map.buildPart(() -> new Content.Colour(fact, fallback));
  }

  private static Content url(YamlMap map) {
    Template template = map.has("fact") ? Template.of(fact(map)) : TextReader.template(source(map));
    String fallback = map.getOrNull("default", YamlPlace::text);
    return map.buildPart(() -> new Content.Url(template, fallback));
  }

  private static Content date(YamlMap map) {
    Fact fact = fact(map);
    DateEncoding encoding =
        map.require("encoding").choice(List.of(DateEncoding.values()), DateEncoding::encodingName);
    return map.buildPart(() -> new Content.Date(fact, encoding));
  }

  private static Fact fact(YamlMap map) {
    YamlPlace place = map.require("fact");
    return place.build(() -> Fact.named(place.text()));
  }

  private static YamlPlace source(YamlMap map) {
    YamlPlace text = map.find("text");
    if (text == null) {
      throw map.place().malformed("\"fact\" or \"text\" is missing");
    }
    return text;
  }
}
