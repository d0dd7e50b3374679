package dev.marquee.types.definition;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a field holds and where it comes from. A fact that does not fit (a word where a number is
 * wanted) counts as one that is not known, so that no booking can break a card.
 */
public sealed interface Content {

  /** Whether every booking has it. */
  boolean isCertain();

  /** A Swift {@code String} for people. */
  record Text(Localised<Template> text) implements Content {
    @Override
    public boolean isCertain() {
      return text.isCertain();
    }
  }

  /**
   * A number.
   *
   * @param fallback stands in where the fact is not known
   */
  record Figure(Fact fact, NumberEncoding encoding, @Nullable BigDecimal fallback)
      implements Content {
    /** Refuses a fact that is no number, and a fallback that the encoding cannot hold. */
    public Figure {
      requireKind(fact, Fact.Kind.ANY, "number");
      if (fallback != null && encoding.fit(fallback) == null) {
        throw new IllegalArgumentException(
            "default %s is no %s".formatted(fallback, encoding.encodingName()));
      }
    }

    @Override
    public boolean isCertain() {
      return fallback != null;
    }
  }

  /**
   * Yes or no.
   *
   * @param fallback stands in where the fact is not known
   */
  record Flag(Fact fact, @Nullable Boolean fallback) implements Content {
    /** Refuses a fact that is neither true nor false. */
    public Flag {
      requireKind(fact, Fact.Kind.ANY, "boolean");
    }

    @Override
    public boolean isCertain() {
      return fallback != null;
    }
  }

  /**
   * A colour, {@code #RRGGBB}.
   *
   * @param fallback stands in where the fact is not known
   */
  record Colour(Fact fact, @Nullable String fallback) implements Content {
    private static final Pattern RGB = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** Refuses a fallback that is no colour. */
    public Colour {
      if (fact.kind() != Fact.Kind.COLOUR) {
        requireKind(fact, Fact.Kind.ANY, "colour");
      }
      if (fallback != null && !isColour(fallback)) {
        throw new IllegalArgumentException(
            "default \"" + fallback + "\" is no colour; write #RRGGBB");
      }
    }

    /** Whether a text is one. */
    public static boolean isColour(String text) {
      return RGB.matcher(text).matches();
    }

    @Override
    public boolean isCertain() {
      return fallback != null;
    }
  }

  /**
   * An absolute URL. Facts inside of one are percent-encoded; a URL that is one fact is taken as it
   * is.
   *
   * @param fallback stands in where a fact is not known
   */
  record Url(Template template, @Nullable String fallback) implements Content {
    /** Refuses what is no URL whatever its facts are. */
    public Url {
      Objects.requireNonNull(template, "template");
      if (!isWhole(template) && !isUrl(shape(template))) {
        throw new IllegalArgumentException("text \"" + template + "\" is no absolute URL");
      }
      if (fallback != null && !isUrl(fallback)) {
        throw new IllegalArgumentException("default \"" + fallback + "\" is no absolute URL");
      }
    }

    /** Whether a text is one that Swift's {@code URL} takes. */
    public static boolean isUrl(String text) {
      try {
        return URI.create(text).isAbsolute()
            && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
      } catch (IllegalArgumentException _) {
        return false;
      }
    }

    /** Whether the URL is one fact and nothing around it. */
    public boolean isWhole() {
      return isWhole(template);
    }

    @Override
    public boolean isCertain() {
      return fallback != null || (!isWhole() && template.isCertain());
    }

    private static boolean isWhole(Template template) {
      return template.parts().size() == 1
          && template.parts().getFirst() instanceof Template.Placeholder;
    }

    private static String shape(Template template) {
      StringBuilder shape = new StringBuilder();
      for (Template.Part part : template.parts()) {
        switch (part) {
          case Template.Literal literal -> shape.append(literal.text());
          case Template.Placeholder _ -> shape.append('x');
        }
      }
      return shape.toString();
    }
  }

  /** A moment. */
  record Date(Fact fact, DateEncoding encoding) implements Content {
    /** Refuses a fact that is no moment. */
    public Date {
      if (fact.kind() != Fact.Kind.TIME) {
        requireKind(fact, Fact.Kind.ANY, "date");
      }
    }

    @Override
    public boolean isCertain() {
      return fact.isCertain();
    }
  }

  private static void requireKind(Fact fact, Fact.Kind kind, String type) {
    if (fact.kind() != kind) {
      throw new IllegalArgumentException("fact %s is no %s".formatted(fact.factName(), type));
    }
  }
}
