package dev.marquee.types.definition;

import java.time.Duration;

/** Whether a start of which no card was heard is repeated. */
public sealed interface RestartRule {

  /** It is not: rather no card than two. */
  record Never() implements RestartRule {}

  /**
   * It is, a single time.
   *
   * @param delay how long to wait for a sign of the first card
   */
  record Once(Duration delay) implements RestartRule {
    /** Refuses a delay within which an app cannot have answered. */
    public Once {
      Limits.requireWithin("after", delay, Duration.ofSeconds(30), Timeline.CARD_LIFE);
    }
  }
}
