package dev.marquee.testbed.apns;

import java.util.OptionalInt;

/**
 * How many streams a connection may have open at once, which APNs changes with its trust in the
 * client. Used by the connection's event loop only.
 */
final class StreamLimit {
  /** Until a request with a good provider token was answered. */
  static final int COLD = 1;

  /** What Apple was seen to allow afterwards. */
  static final int WARM = 1_000;

  private final boolean strict;
  private int current = COLD;

  /**
   * @param strict whether a rejection takes the connection back to one stream, until a push is
   *     accepted again
   */
  StreamLimit(boolean strict) {
    this.strict = strict;
  }

  /** The new limit to announce after an answer, if it changes. */
  OptionalInt afterAnswer(boolean authenticated, boolean accepted) {
    boolean trusted = strict ? accepted : authenticated || current == WARM;
    int next = trusted ? WARM : COLD;
    if (next == current) {
      return OptionalInt.empty();
    }
    current = next;
    return OptionalInt.of(next);
  }
}
