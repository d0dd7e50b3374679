package dev.marquee.types.definition;

/** How a moment is written so that Swift's default {@code JSONDecoder} reads it. */
public enum DateEncoding {
  /** Whole seconds since 1970-01-01T00:00:00Z, for an {@code Int} that the app makes a date of. */
  UNIX_SECONDS("unix-seconds"),
  /**
   * Whole seconds since 2001-01-01T00:00:00Z, the reference date of Swift: how the default decoder
   * reads a {@code Date}.
   */
  SECONDS_SINCE_2001("seconds-since-2001"),
  /** A text such as {@code 2026-12-04T18:30:00Z}, for a {@code String} that the app parses. */
  ISO_8601("iso-8601");

  private final String encodingName;

  DateEncoding(String encodingName) {
    this.encodingName = encodingName;
  }

  /** The name that definitions use. */
  public String encodingName() {
    return encodingName;
  }
}
