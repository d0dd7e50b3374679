package dev.marquee.testbed.apns.control;

/** An order that cannot be carried out; the message is for whoever gave it. */
final class RefusedOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With the HTTP status that says so. */
  RefusedOrderException(int status, String message) {
    super(message);
    this.status = status;
  }

  static RefusedOrderException malformed(String message) {
    return new RefusedOrderException(400, message);
  }

  int status() {
    return status;
  }
}
