package dev.marquee.types.rendering;

import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.Localised;
import dev.marquee.types.definition.Template;
import dev.marquee.types.definition.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Renders alerts, within {@link SizeBudget#ALERT}. */
public final class AlertRenderer {
  /** What is said where even the certain facts are blank; APNs shows no empty alert. */
  private static final String WORDLESS = "·";

  /** What is left of a text that is cut. */
  private static final int FEW_WORDS = 24;

  private final FactReader facts;
  private final Locale language;

  private AlertRenderer(KnownFacts facts, Locale language) {
    this.facts = new FactReader(facts);
    this.language = language;
  }

  /** The alert for a booking; its body is cut before its title. */
  public static Alert render(AlertText text, KnownFacts facts, Locale language) {
    AlertRenderer renderer = new AlertRenderer(facts, language);
    Phrase title = renderer.phrase(text.title());
    Phrase body = renderer.phrase(text.body());
    Alert alert = new Alert(title, body, text.sound());
    for (int characters : new int[] {FEW_WORDS, 0}) {
      alert = cut(alert, characters);
    }
    return alert;
  }

  private Phrase phrase(Localised<Wording> words) {
    for (Wording wording : words.in(language)) {
      Phrase phrase = phrase(wording);
      if (phrase != null) {
        return phrase;
      }
    }
    return new Phrase.Plain(WORDLESS);
  }

  private @Nullable Phrase phrase(Wording wording) {
    return switch (wording) {
      case Template template -> {
        String text = facts.fill(template);
        yield text == null ? null : new Phrase.Plain(text);
      }
      case Wording.LocKey locKey -> {
        List<String> arguments = new ArrayList<>();
        for (Template argument : locKey.arguments()) {
          String text = facts.fill(argument);
          if (text == null) {
            yield null;
          }
          arguments.add(text);
        }
        yield new Phrase.LocKey(locKey.key(), arguments);
      }
    };
  }

  private static Alert cut(Alert alert, int leastCharacters) {
    Alert shorter = alert;
    int excess = excessOf(shorter);
    if (excess > 0) {
      shorter = new Alert(alert.title(), cut(alert.body(), excess, leastCharacters), alert.sound());
      excess = excessOf(shorter);
    }
    return excess > 0
        ? new Alert(cut(shorter.title(), excess, leastCharacters), shorter.body(), shorter.sound())
        : shorter;
  }

  private static Phrase cut(Phrase phrase, int excess, int leastCharacters) {
    return switch (phrase) {
      case Phrase.Plain plain ->
          new Phrase.Plain(Ellipsis.shorten(plain.text(), excess, leastCharacters));
      case Phrase.LocKey locKey -> {
        UnaryOperator<String> shorten = text -> Ellipsis.shorten(text, excess, leastCharacters);
        yield new Phrase.LocKey(locKey.key(), locKey.arguments().stream().map(shorten).toList());
      }
    };
  }

  private static int excessOf(Alert alert) {
    return SizeBudget.bytes(alert.json()) - SizeBudget.ALERT;
  }
}
