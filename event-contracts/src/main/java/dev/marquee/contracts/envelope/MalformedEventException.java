package dev.marquee.contracts.envelope;

import java.util.Objects;

/**
 * An event that cannot be understood, with the place and the reason in words that its author can
 * act on.
 *
 * <p>It is final: reading the same bytes again fails again, so the record belongs on a dead-letter
 * topic. The message is one line without control characters and never quotes more of the event than
 * a short excerpt.
 */
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Longest excerpt of what stood there. */
  private static final int FOUND_LIMIT = 60;

  /** Paths and expectations are ours, but may name a member or a type that the producer chose. */
  private static final int WORDS_LIMIT = 200;

  private final String path;
  private final String expected;
  private final String found;

  /**
   * @param path where in the event, as a JSON path of its structured form, such as {@code
   *     $.data.show.startsAt}; the same in binary mode
   * @param expected what would have been right, in words
   * @param found what stood there, in words or as an excerpt
   */
  public MalformedEventException(String path, String expected, String found) {
    super(
        "%s: expected %s, found %s"
            .formatted(
                Excerpt.of(path, WORDS_LIMIT),
                Excerpt.of(expected, WORDS_LIMIT),
                Excerpt.of(found, FOUND_LIMIT)));
    this.path = Excerpt.of(path, WORDS_LIMIT);
    this.expected = Excerpt.of(expected, WORDS_LIMIT);
    this.found = Excerpt.of(found, FOUND_LIMIT);
  }

  /** Where the fault lies, what was expected and what was found. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Where in the event the fault lies, as a JSON path such as {@code $.data.show.startsAt}. */
  public String path() {
    return path;
  }

  /** What would have been right, in words. */
  public String expected() {
    return expected;
  }

  /** What stood there, in words or as a printable excerpt. */
  public String found() {
    return found;
  }
}
