package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.DateEncoding;
import dev.marquee.types.definition.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders attributes and content state, within {@link SizeBudget#CARD}. */
public final class CardRenderer {
  private static final long REFERENCE_DATE = Instant.parse("2001-01-01T00:00:00Z").getEpochSecond();

  private final FactReader facts;
  private final Locale language;

  private CardRenderer(KnownFacts facts, Locale language) {
    this.facts = new FactReader(facts);
    this.language = language;
  }

  /**
   * The card of a type for a booking: an unknown fact is an absent member.
   *
   * @throws IllegalArgumentException when it is too big however much is cut
   */
  public static RenderedCard render(ActivityType type, KnownFacts facts, Locale language) {
    CardRenderer renderer = new CardRenderer(facts, language);
    RenderedCard card =
        new RenderedCard(renderer.fields(type.attributes()), renderer.fields(type.contentState()));
    CardShortening.apply(type, card);
    return card;
  }

  private ObjectNode fields(Map<String, Field> fields) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, field) -> {
      if (field.labelOf() == null || json.has(field.labelOf())) {
        put(json, name, field.content());
        if (field.required() && !json.has(name)) {
          // Even a fact that every booking has may be blank; the app wants the member all the same.
          json.put(name, "");
        }
      }
    });
    return json;
  }

  private void put(ObjectNode json, String name, Content content) {
    switch (content) {
      case Content.Text text -> putText(json, name, facts.firstOf(text.text().in(language)));
      case Content.Figure number -> {
        BigDecimal known = facts.number(number.fact(), number.encoding());
        putNumber(json, name, known == null ? number.fallback() : known, number);
      }
      case Content.Flag flag -> {
        Boolean known = facts.flag(flag.fact());
        Boolean value = known == null ? flag.fallback() : known;
        if (value != null) {
          json.put(name, value);
        }
      }
      case Content.Colour colour -> {
        String known = facts.colour(colour.fact());
        putText(json, name, known == null ? colour.fallback() : known);
      }
      case Content.Url url -> putText(json, name, facts.url(url));
      case Content.Date date -> putTime(json, name, facts.time(date.fact()), date.encoding());
    }
  }

  private static void putText(ObjectNode json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  private static void putNumber(
      ObjectNode json, String name, @Nullable BigDecimal number, Content.Figure content) {
    if (number != null) {
      switch (content.encoding()) {
        case INT -> json.put(name, number.longValueExact());
        case DOUBLE -> json.put(name, number.doubleValue());
      }
    }
  }

  private static void putTime(
      ObjectNode json, String name, @Nullable Instant time, DateEncoding encoding) {
    if (time != null) {
      switch (encoding) {
        case UNIX_SECONDS -> json.put(name, time.getEpochSecond());
        case SECONDS_SINCE_2001 -> json.put(name, time.getEpochSecond() - REFERENCE_DATE);
        case ISO_8601 -> json.put(name, time.toString());
      }
    }
  }
}
