package dev.marquee.types.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with placeholders such as {@code Starts at {startsAt}}. A placeholder names a fact and
 * nothing else, so there is nothing to evaluate.
 *
 * @param source as the definition has it
 */
public record Template(String source, List<Part> parts) implements Wording {
  private static final int LENGTH_LIMIT = 500;

  /** A piece of a template. */
  public sealed interface Part {}

  /** Stands in the text as it is. */
  public record Literal(String text) implements Part {}

  /** Is replaced by the fact. */
  public record Placeholder(Fact fact) implements Part {}

  /** Copies the parts. */
  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * The template that a text writes.
   *
   * @throws IllegalArgumentException when a brace opens no placeholder, or a placeholder names no
   *     fact
   */
  public static Template parse(String source) {
    if (source.isBlank() || source.length() > LENGTH_LIMIT) {
      throw new IllegalArgumentException(
          "a text has 1 to %d characters, not all of them blank".formatted(LENGTH_LIMIT));
    }
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < source.length()) {
      int open = source.indexOf('{', from);
      int literalEnd = open < 0 ? source.length() : open;
      if (literalEnd > from) {
        parts.add(new Literal(withoutBrace(source.substring(from, literalEnd))));
      }
      if (open < 0) {
        break;
      }
      int close = source.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("a { is never closed in \"" + source + "\"");
      }
      parts.add(new Placeholder(Fact.named(source.substring(open + 1, close))));
      from = close + 1;
    }
    return new Template(source, parts);
  }

  /** A text that is one fact. */
  public static Template of(Fact fact) {
    return new Template("{" + fact.factName() + "}", List.of(new Placeholder(fact)));
  }

  @Override
  public boolean isCertain() {
    return parts.stream()
        .allMatch(part ->
            switch (part) {
              case Literal _ -> true;
              case Placeholder placeholder -> placeholder.fact().isCertain();
            });
  }

  private static String withoutBrace(String literal) {
    if (literal.indexOf('}') >= 0) {
      throw new IllegalArgumentException("a } closes nothing in \"" + literal + "\"");
    }
    return literal;
  }

  @Override
  public String toString() {
    return source;
  }
}
