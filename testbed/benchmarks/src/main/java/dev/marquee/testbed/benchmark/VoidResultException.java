package dev.marquee.testbed.benchmark;

import java.io.Serial;

/** A measurement that must not be quoted: not everything arrived, or not the newest state. */
final class VoidResultException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  VoidResultException(String message) {
    super(message);
  }
}
