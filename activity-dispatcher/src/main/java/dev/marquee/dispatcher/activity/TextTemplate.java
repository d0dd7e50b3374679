package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders such as {@code Starts at {startsAt}}. A placeholder is replaced by a
 * fact, once: a fact that looks like a placeholder stays text.
 */
final class TextTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

  private final String text;
  private final List<Part> parts;

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Placeholder(Fact fact) implements Part {}
  }

  /**
   * @throws IllegalArgumentException when a placeholder names no fact
   */
  @JsonCreator
  TextTemplate(String text) {
    this.text = text;
    this.parts = parse(text);
  }

  /** The text with its facts, or null where one of them is not known. */
  @Nullable String fill(Facts facts, BookingStatus status) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      String piece =
          switch (part) {
            case Part.Literal literal -> literal.text();
            case Part.Placeholder placeholder -> placeholder.fact().text(facts, status);
          };
      if (piece == null) {
        return null;
      }
      filled.append(piece);
    }
    return filled.toString();
  }

  private static List<Part> parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      if (matcher.start() > from) {
        parts.add(new Part.Literal(text.substring(from, matcher.start())));
      }
      parts.add(new Part.Placeholder(Fact.named(matcher.group(1))));
      from = matcher.end();
    }
    if (from < text.length()) {
      parts.add(new Part.Literal(text.substring(from)));
    }
    return List.copyOf(parts);
  }

  @Override
  public String toString() {
    return text;
  }
}
