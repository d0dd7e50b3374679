package dev.marquee.testbed.replay;

import java.io.Serial;

/** A replay that cannot begin or go on. The message is a sentence for the person who asked. */
public final class ReplayException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ReplayException(String message) {
    super(message);
  }

  ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
