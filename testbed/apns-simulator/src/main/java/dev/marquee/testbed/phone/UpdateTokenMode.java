package dev.marquee.testbed.phone;

import java.time.Duration;

/** When the app gets the update token of a Live Activity that a push started. */
public sealed interface UpdateTokenMode {

  /** As soon as it started. */
  record Prompt() implements UpdateTokenMode {}

  /** Some business time after it started. */
  record Late(Duration by) implements UpdateTokenMode {
    public Late {
      if (by.isNegative() || by.isZero()) {
        throw new IllegalArgumentException("Late is later than " + by);
      }
    }
  }

  /** When somebody taps Allow on the Lock Screen, see {@link VirtualPhone#allow}. */
  record OnConsent() implements UpdateTokenMode {}
}
