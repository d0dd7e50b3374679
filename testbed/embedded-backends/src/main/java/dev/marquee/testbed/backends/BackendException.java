package dev.marquee.testbed.backends;

/** A backend that could not be started, used or stopped. The message says which, and what to do. */
public final class BackendException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BackendException(String message) {
    super(message);
  }

  BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
