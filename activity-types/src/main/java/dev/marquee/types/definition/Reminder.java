package dev.marquee.types.definition;

import java.time.Duration;

/**
 * An alert by the clock, on a card that is running.
 *
 * @param beforeStart how long before the show's start it rings
 * @param rule has an alert
 */
public record Reminder(Duration beforeStart, ChangeRule rule) {
  /** Refuses a reminder that says nothing. */
  public Reminder {
    Limits.requireWithin("before-start", beforeStart, Duration.ZERO, Timeline.CARD_LIFE);
    if (rule.alert() == null) {
      throw new IllegalArgumentException("alert is missing");
    }
  }
}
