package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.node.TextNode;
import java.text.BreakIterator;
import java.util.Locale;

/** Cuts texts so that nobody sees half a character. */
final class Ellipsis {
  private static final String MARK = "…";

  private Ellipsis() {}

  /**
   * The text, at least {@code excess} bytes of JSON shorter if it can be, else as short as it may
   * get. Characters that people see as one (an emoji of several code points) stay whole.
   *
   * @param leastCharacters how many of them are left in any case
   */
  static String shorten(String text, int excess, int leastCharacters) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int least = boundaryAfter(characters, leastCharacters);
    if (least >= text.length()) {
      return text;
    }
    int target = bytes(text) - excess - (bytes(MARK) - bytes(""));
    int low = least;
    int high = text.length();
    // The longest prefix that fits, by halving; each look encodes the prefix once.
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (bytes(text.substring(0, middle)) <= target) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int end = characters.isBoundary(low) ? low : characters.preceding(low);
    return text.substring(0, Math.max(end, least)).stripTrailing() + MARK;
  }

  private static int boundaryAfter(BreakIterator characters, int count) {
    characters.first();
    int boundary = count == 0 ? 0 : characters.next(count);
    return boundary == BreakIterator.DONE ? Integer.MAX_VALUE : boundary;
  }

  private static int bytes(String text) {
    return SizeBudget.bytes(TextNode.valueOf(text));
  }
}
