package dev.marquee.types.reading;

/** A text defines no activity type. The message is for the person who wrote it. */
public final class MalformedTypeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Something is wrong at a line, counted from 1. */
  MalformedTypeException(String file, int line, String sentence) {
    super("%s, line %d: %s".formatted(file, line, sentence));
  }

  /** Something is wrong with a file or a folder as a whole. */
  MalformedTypeException(String file, String sentence) {
    super(file + ": " + sentence);
  }
}
