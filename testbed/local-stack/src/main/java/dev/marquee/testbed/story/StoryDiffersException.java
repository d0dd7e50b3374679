package dev.marquee.testbed.story;

import java.io.Serial;

/**
 * Something did not happen as the story says. The message says what was expected, and what was
 * seen.
 */
public final class StoryDiffersException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  StoryDiffersException(String what, String expected, String seen) {
    super("%s%n    expected  %s%n    seen      %s".formatted(what, expected, seen));
  }
}
