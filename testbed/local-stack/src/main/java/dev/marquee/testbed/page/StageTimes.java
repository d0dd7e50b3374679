package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.WRONG_ORDER;

import dev.marquee.testbed.stack.StackClock;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The moments of a show that a visitor can skip to. Business time of the whole stack moves there;
 * it never goes back.
 */
final class StageTimes {

  private static final Duration LAST_CALL = Duration.ofMinutes(30);

  /** Past the moment itself, so that what is due at it is due. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration LONGEST_SKIP = Duration.ofDays(1);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH)
          .withZone(PageShow.ZONE);

  private final StackClock clock;
  private final Timeline timeline;

  /** A moment to skip to. */
  record Stop(String id, String label, Instant at) {}

  /**
   * The moments that a type of activity makes.
   *
   * @param timeline of the type of the show's tickets
   */
  StageTimes(StackClock clock, Timeline timeline) {
    this.clock = clock;
    this.timeline = timeline;
  }

  Instant now() {
    return clock.now();
  }

  /** How far business time is ahead of the system's clock. */
  Duration offset() {
    return clock.businessClock().offset();
  }

  /** All moments of a show, in their order. */
  List<Stop> stopsOf(PageShow show) {
    Instant startsAt = show.times().startsAt();
    Instant endOfCard = show.times().endsAt().plus(timeline.endAfter());
    return List.of(
        new Stop("card", "Card starts", startsAt.minus(timeline.startBefore())),
        new Stop("reminder", "Half an hour to go", startsAt.minus(LAST_CALL)),
        new Stop("begins", "Show begins", startsAt),
        new Stop("ends", "Show ends", endOfCard),
        new Stop("gone", "Cards leave", endOfCard.plus(timeline.dismissAfter()).plus(LAST_CALL)));
  }

  /** Moves on to a moment of a show, and says so. */
  String skipTo(String id, PageShow show) {
    Stop stop =
        stopsOf(show).stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new ControlRefusedException(WRONG_ORDER, "There is no moment “" + id + "”."));
    Instant target = stop.at().plus(MARGIN);
    if (target.isBefore(now())) {
      throw new ControlRefusedException(
          NOT_NOW, "That has passed, and time does not go back. Book a ticket for the next show.");
    }
    clock.advanceTo(target);
    return "It is %s, for the whole stack.".formatted(DAY.format(now()));
  }

  /** Moves on by some minutes, and says so. */
  String skipBy(Duration duration) {
    if (!duration.isPositive() || duration.compareTo(LONGEST_SKIP) > 0) {
      throw new ControlRefusedException(WRONG_ORDER, "Skip a minute at least, and a day at most.");
    }
    clock.advanceBy(duration);
    return "It is %s, for the whole stack.".formatted(DAY.format(now()));
  }
}
