package dev.marquee.testbed.stack;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** A stack that cannot start or go on. The message is a sentence for the person at the terminal. */
public final class StackException extends RuntimeException {

  /** What went wrong, for callers that tell the cases apart. */
  public enum Code {
    /** A service or the checkout itself is not there: build first. */
    NOT_BUILT,
    /** Another program listens on a port that the stack needs. */
    PORT_TAKEN,
    /** Another live process runs a stack in the same folder. */
    ALREADY_RUNNING,
    /** A service ended, or was not ready within its time. */
    SERVICE_FAILED,
    /** A folder, key, topic or database could not be prepared. */
    NOT_PREPARED
  }

  @Serial private static final long serialVersionUID = 1L;

  private final Code code;

  public StackException(Code code, String message) {
    super(requireNonNull(message, "message is null"));
    this.code = requireNonNull(code, "code is null");
  }

  public StackException(Code code, String message, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.code = requireNonNull(code, "code is null");
  }

  public Code code() {
    return code;
  }
}
