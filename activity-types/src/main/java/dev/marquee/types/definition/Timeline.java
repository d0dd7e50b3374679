package dev.marquee.types.definition;

import java.time.Duration;
import java.util.List;

/**
 * When things happen, relative to the show's times.
 *
 * @param startBefore how long before the show's start the card appears
 * @param adoptionGrace how long a late booking waits, because its app may be starting a card
 * @param reminders alerts by the clock
 * @param endAfter how long after the show's end the card ends by itself
 * @param dismissAfter how long an ended card stays on the Lock Screen; iOS takes it away after four
 *     hours
 * @param atLimit what to do when the card would live longer than iOS lets it
 */
public record Timeline(
    Duration startBefore,
    Duration adoptionGrace,
    List<Reminder> reminders,
    Staleness staleness,
    Duration endAfter,
    Duration dismissAfter,
    LimitRule atLimit) {

  /** How long iOS keeps a Live Activity running. */
  public static final Duration CARD_LIFE = Duration.ofHours(8);

  /** How long iOS keeps an ended one on the Lock Screen. */
  public static final Duration ENDED_CARD_LIFE = Duration.ofHours(4);

  private static final int REMINDER_LIMIT = 10;

  /** Refuses what iOS would not do. */
  public Timeline {
    Limits.requireWithin("start-before", startBefore, Duration.ZERO, CARD_LIFE.minusHours(1));
    Limits.requireWithin("adoption-grace", adoptionGrace, Duration.ZERO, Duration.ofHours(1));
    Limits.requireWithin("end-after", endAfter, Duration.ZERO, CARD_LIFE);
    Limits.requireWithin("dismiss-after", dismissAfter, Duration.ZERO, ENDED_CARD_LIFE);
    reminders = List.copyOf(reminders);
    if (reminders.size() > REMINDER_LIMIT) {
      throw new IllegalArgumentException("reminders are at most " + REMINDER_LIMIT);
    }
    for (Reminder reminder : reminders) {
      if (reminder.beforeStart().compareTo(startBefore) >= 0) {
        throw new IllegalArgumentException(
            "reminders: there is no card yet %s before the start"
                .formatted(reminder.beforeStart()));
      }
    }
    if (reminders.stream().map(Reminder::beforeStart).distinct().count() < reminders.size()) {
      throw new IllegalArgumentException("reminders: two of them come at the same time");
    }
  }
}
