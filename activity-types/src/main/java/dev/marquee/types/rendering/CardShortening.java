package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a card fit. First the texts are cut, by their rank, each to no less than a few words; then
 * optional fields that cannot be cut go; then the texts are cut to nothing. What identifies the
 * booking is never touched.
 */
final class CardShortening {
  /** What is left of a text in the first round. */
  private static final int FEW_WORDS = 24;

  private final RenderedCard card;
  private int excess;

  private CardShortening(RenderedCard card) {
    this.card = card;
    this.excess = excessOf(card);
  }

  /**
   * Cuts the card in place.
   *
   * @throws IllegalArgumentException when that is not enough
   */
  static void apply(ActivityType type, RenderedCard card) {
    CardShortening shortening = new CardShortening(card);
    if (shortening.excess > 0) {
      shortening.cut(placed(type, card));
    }
  }

  private enum Part {
    ATTRIBUTES,
    CONTENT_STATE
  }

  /** A field of the card. */
  private record Placed(Part part, ObjectNode json, String name, Field field) {
    int rank() {
      Integer rank = field.shortenRank();
      return rank == null ? Integer.MAX_VALUE : rank;
    }

    boolean isText() {
      return field.content() instanceof Content.Text;
    }
  }

  private void cut(List<Placed> fields) {
    List<Placed> texts =
        fields.stream()
            .filter(each -> each.isText() && !each.field().isBookingId())
            .sorted(Comparator.comparingInt(Placed::rank))
            .toList();
    texts.forEach(each -> shorten(each, FEW_WORDS));
    fields.stream()
        .filter(each -> !each.isText() && !each.field().required())
        .forEach(each -> remove(each, fields));
    texts.forEach(each -> shorten(each, 0));
    if (excess > 0) {
      throw new IllegalArgumentException(
          "the card is %d bytes too big, and nothing is left to cut".formatted(excess));
    }
  }

  private void shorten(Placed placed, int leastCharacters) {
    if (excess > 0 && placed.json().has(placed.name())) {
      String text = placed.json().get(placed.name()).textValue();
      placed.json().put(placed.name(), Ellipsis.shorten(text, excess, leastCharacters));
      excess = excessOf(card);
    }
  }

  private void remove(Placed placed, List<Placed> fields) {
    if (excess > 0 && placed.json().remove(placed.name()) != null) {
      fields.stream()
          .filter(
              each -> each.part() == placed.part() && placed.name().equals(each.field().labelOf()))
          .forEach(label -> placed.json().remove(label.name()));
      excess = excessOf(card);
    }
  }

  private static int excessOf(RenderedCard card) {
    return SizeBudget.bytes(card.attributes())
        + SizeBudget.bytes(card.contentState())
        - SizeBudget.CARD;
  }

  /** All fields, the last declared first: what comes first in a definition is kept longest. */
  private static List<Placed> placed(ActivityType type, RenderedCard card) {
    List<Placed> fields = new ArrayList<>();
    type.attributes()
        .forEach((name, field) ->
            fields.add(new Placed(Part.ATTRIBUTES, card.attributes(), name, field)));
    type.contentState()
        .forEach((name, field) ->
            fields.add(new Placed(Part.CONTENT_STATE, card.contentState(), name, field)));
    return fields.reversed();
  }
}
