package dev.marquee.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many cards may be started on one device: iOS refuses starts beyond a fixed budget without a
 * word (apns.md 5.4), so we stay below it. Pure.
 *
 * @param spent when starts were claimed within the last day, the oldest first
 */
record StartBudget(List<Instant> spent, int perHour, int perDay) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  StartBudget {
    spent = List.copyOf(spent);
  }

  /** When the next start is allowed: {@code now}, or when enough old ones are past. */
  Instant nextStartAt(Instant now) {
    Instant byHour = freeAt(HOUR, perHour, now);
    Instant byDay = freeAt(DAY, perDay, now);
    return byHour.isAfter(byDay) ? byHour : byDay;
  }

  /** The budget after a start at {@code now}; what lies more than a day back is forgotten. */
  StartBudget spend(Instant now) {
    List<Instant> remembered = new ArrayList<>();
    for (Instant at : spent) {
      if (at.plus(DAY).isAfter(now)) {
        remembered.add(at);
      }
    }
    remembered.add(now);
    return new StartBudget(remembered, perHour, perDay);
  }

  private Instant freeAt(Duration window, int limit, Instant now) {
    List<Instant> within =
        spent.stream().filter(at -> at.plus(window).isAfter(now)).sorted().toList();
    return within.size() < limit ? now : within.get(within.size() - limit).plus(window);
  }
}
