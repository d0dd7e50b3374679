package dev.marquee.contracts.envelope;

import java.util.Objects;

/**
 * An event that cannot be understood, with the place and the reason in words that its author can
 * act on.
 *
 * <p>It is final: reading the same bytes again fails again, so the record belongs on a dead-letter
 * topic. The message never quotes more of the event than a short extract.
 */
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int EXTRACT_LIMIT = 40;

  private final String path;

  /**
   * @param path where in the event, as a JSON path such as {@code $.data.show.startsAt}
   * @param expected what would have been right, in words
   * @param found what stood there, in words
   */
  public MalformedEventException(String path, String expected, String found) {
    super("%s: expected %s, found %s".formatted(path, expected, extract(found)));
    this.path = path;
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

  private static String extract(String found) {
    String printable = found.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= EXTRACT_LIMIT
        ? printable
        : printable.substring(0, EXTRACT_LIMIT) + "…";
  }
}
