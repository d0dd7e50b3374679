package dev.marquee.testbed.phone;

/** What a Swift {@code DecodingError} says: the type does not fit the JSON. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  UndecodableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Which member, and why. */
  public String reason() {
    return reason;
  }
}
