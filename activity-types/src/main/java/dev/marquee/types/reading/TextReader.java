package dev.marquee.types.reading;

import dev.marquee.types.definition.Localised;
import dev.marquee.types.definition.Template;
import dev.marquee.types.definition.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads texts: one, or a list of which the first that can be filled is taken, or either for each
 * language.
 */
final class TextReader {
  private static final String LOC_KEY = "loc-key";

  private final List<Locale> languages;

  TextReader(List<Locale> languages) {
    this.languages = languages;
  }

  /** The one that every text has. */
  Locale fallbackLanguage() {
    return languages.getFirst();
  }

  /** A text that Marquee fills. */
  Localised<Template> text(YamlPlace place) {
    return localised(place, TextReader::template);
  }

  /** A text that Marquee or the app fills. */
  Localised<Wording> wording(YamlPlace place) {
    return localised(place, TextReader::wordingOf);
  }

  static Template template(YamlPlace place) {
    return place.build(() -> Template.parse(place.text()));
  }

  private static Wording wordingOf(YamlPlace place) {
    return place.isMap() ? locKey(new YamlMap(place)) : template(place);
  }

  private static Wording locKey(YamlMap map) {
    String key = map.require(LOC_KEY).text();
    List<Template> arguments =
        map.get(
            "loc-args",
            list -> list.list().stream().map(TextReader::template).toList(),
            List.<Template>of());
    return map.build(() -> new Wording.LocKey(key, arguments));
  }

  private <W extends Wording> Localised<W> localised(
      YamlPlace place, Function<YamlPlace, W> wording) {
    Map<Locale, List<W>> wordings = new LinkedHashMap<>();
    if (place.isMap() && !new YamlMap(place).has(LOC_KEY)) {
      YamlMap byLanguage = new YamlMap(place);
      for (Locale language : languages) {
        wordings.put(language, all(byLanguage.require(language.toLanguageTag()), wording));
      }
      byLanguage.requireNothingElse();
    } else {
      wordings.put(languages.getFirst(), all(place, wording));
    }
    return place.build(() -> new Localised<>(wordings));
  }

  private static <W> List<W> all(YamlPlace place, Function<YamlPlace, W> wording) {
    return place.list().stream().map(wording).toList();
  }
}
