package dev.marquee.types.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What to say, by language. In each language the first wording whose facts are all known is taken.
 *
 * @param wordings the fallback language first; a language that is missing says what the fallback
 *     says
 */
public record Localised<W extends Wording>(Map<Locale, List<W>> wordings) {
  private static final int WORDING_LIMIT = 10;

  /** Copies the wordings; refuses a language without any. */
  public Localised {
    Map<Locale, List<W>> copies = new LinkedHashMap<>();
    wordings.forEach((language, ways) -> {
      if (ways.isEmpty() || ways.size() > WORDING_LIMIT) {
        throw new IllegalArgumentException("a text has 1 to " + WORDING_LIMIT + " wordings");
      }
      copies.put(language, List.copyOf(ways));
    });
    if (copies.isEmpty()) {
      throw new IllegalArgumentException("a text has no language");
    }
    wordings = Collections.unmodifiableMap(copies);
  }

  /** The wordings to choose from in a language. */
  public List<W> in(Locale language) {
    List<W> own = wordings.get(language);
    return own == null ? wordings.values().iterator().next() : own;
  }

  /** Whether there is something to say about every booking, in every language. */
  public boolean isCertain() {
    return wordings.values().stream().allMatch(ways -> ways.stream().anyMatch(Wording::isCertain));
  }

  /** Everything that may be said, with its language. */
  public void forEach(BiConsumer<Locale, W> each) {
    wordings.forEach(
        (language, ways) -> new ArrayList<>(ways).forEach(way -> each.accept(language, way)));
  }
}
