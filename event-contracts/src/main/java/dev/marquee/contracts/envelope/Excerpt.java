package dev.marquee.contracts.envelope;

/**
 * A short, printable piece of text that somebody else wrote, for an error message. Whatever stands
 * in it, it stays on its line: control characters, line separators and characters that turn the
 * direction of writing become escapes.
 */
final class Excerpt {
  private Excerpt() {}

  /**
   * The beginning of a text.
   *
   * @param limit longest excerpt, in characters of the original
   */
  static String of(String text, int limit) {
    StringBuilder excerpt = new StringBuilder();
    int end = text.offsetByCodePoints(0, Math.min(limit, text.codePointCount(0, text.length())));
    text.substring(0, end).codePoints().forEach(each -> append(excerpt, each));
    return end < text.length() ? excerpt.append('…').toString() : excerpt.toString();
  }

  private static void append(StringBuilder excerpt, int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          excerpt.append("\\u%04x".formatted(codePoint));
      default -> excerpt.appendCodePoint(codePoint);
    }
  }
}
