package dev.marquee.types.rendering;

import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.Fact;
import dev.marquee.types.definition.NumberEncoding;
import dev.marquee.types.definition.Template;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads facts as what a definition wants them to be; null wherever they are not that. */
final class FactReader {
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** Years that every encoding, and every phone, can hold. */
  private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /** Digits beyond these say nothing to people, and a number of the wire may have a million. */
  private static final int FIGURE_LENGTH = 40;

  private final KnownFacts facts;

  FactReader(KnownFacts facts) {
    this.facts = facts;
  }

  /** The first text that all facts of are known. */
  @Nullable String firstOf(List<Template> templates) {
    for (Template template : templates) {
      String text = fill(template);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  @Nullable String fill(Template template) {
    return fill(template, UnaryOperator.identity());
  }

  @Nullable String url(Content.Url url) {
    String text =
        url.isWhole()
            ? fill(url.template())
            : fill(
                url.template(),
                part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    return text != null && Content.Url.isUrl(text) ? text : url.fallback();
  }

  @Nullable BigDecimal number(Fact fact, NumberEncoding encoding) {
    return facts.valueOf(fact) instanceof FactValue.Figure figure
        ? encoding.fit(figure.number())
        : null;
  }

  @Nullable Boolean flag(Fact fact) {
    return facts.valueOf(fact) instanceof FactValue.Flag flag ? (Boolean) flag.value() : null;
  }

  @Nullable String colour(Fact fact) {
    return facts.valueOf(fact) instanceof FactValue.Words words
            && Content.Colour.isColour(words.text())
        ? words.text()
        : null;
  }

  /** A moment, or an ISO 8601 text with an offset, in whole seconds. */
  @Nullable Instant time(Fact fact) {
    FactValue value = facts.valueOf(fact);
    Instant time =
        switch (value) {
          case null -> null;
          case FactValue.Moment moment -> moment.time();
          case FactValue.Words words -> parse(words.text());
          case FactValue.Figure _, FactValue.Flag _ -> null;
        };
    return time == null || time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)
        ? null
        : Instant.ofEpochSecond(time.getEpochSecond());
  }

  private static @Nullable Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** The text with its facts, each put in once: a fact that looks like a placeholder stays text. */
  private @Nullable String fill(Template template, UnaryOperator<String> encoding) {
    StringBuilder filled = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Literal literal -> filled.append(literal.text());
        case Template.Placeholder placeholder -> {
          String text = text(placeholder.fact());
          if (text == null) {
            return null;
          }
          filled.append(encoding.apply(text));
        }
      }
    }
    return filled.toString();
  }

  private @Nullable String text(Fact fact) {
    FactValue value = facts.valueOf(fact);
    return switch (value) {
      case null -> null;
      case FactValue.Words words -> words.text().isBlank() ? null : words.text();
      case FactValue.Moment moment -> TIME_OF_DAY.format(moment.time().atZone(facts.timeZone()));
      case FactValue.Figure figure -> text(figure.number());
      case FactValue.Flag flag -> Boolean.toString(flag.value());
    };
  }

  private static @Nullable String text(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    if (number.precision() > FIGURE_LENGTH || Math.abs((long) number.scale()) > FIGURE_LENGTH) {
      return null;
    }
    return number.stripTrailingZeros().toPlainString();
  }
}
