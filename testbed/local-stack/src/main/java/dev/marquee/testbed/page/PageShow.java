package dev.marquee.testbed.page;

import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * One evening at the theatre as the box office knows it now.
 *
 * @param times with every delay so far
 * @param gate where to go in
 * @param ended whether the box office said that it is over
 */
record PageShow(String id, Showtime times, String gate, boolean ended) {

  static final String TITLE = "Hamlet";
  static final String VENUE = "Deutsches Theater";
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final String GATES = "ABCDEF";
  private static final int DAYS_AHEAD = 40;
  private static final LocalTime CURTAIN = LocalTime.of(19, 30);
  private static final Duration LENGTH = Duration.ofMinutes(165);

  /** The one that is sold now: some weeks ahead. */
  static PageShow onSale(String id, Instant now) {
    ZonedDateTime curtain = now.atZone(ZONE).plusDays(DAYS_AHEAD).with(CURTAIN);
    return new PageShow(
        id, new Showtime(curtain.toInstant(), curtain.plus(LENGTH).toInstant(), null), "B", false);
  }

  boolean isOver(Instant now) {
    return ended || now.isAfter(times.endsAt());
  }

  PageShow withNextGate() {
    int next = (GATES.indexOf(gate) + 1) % GATES.length();
    return new PageShow(id, times, GATES.substring(next, next + 1), ended);
  }

  PageShow delayedBy(Duration delay) {
    Showtime later = new Showtime(times.startsAt().plus(delay), times.endsAt().plus(delay), null);
    return new PageShow(id, later, gate, ended);
  }

  PageShow over() {
    return new PageShow(id, times, gate, true);
  }

  ShowFacts facts() {
    return new ShowFacts(id, TITLE, VENUE, "Berlin", ZONE, times, new Gate(gate, null));
  }
}
