package dev.marquee.dispatcher.activity;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why the cards of an activity have to go, seen at one moment. Pure. */
final class CardEndings {
  private final Timeline rules;
  private final Device device;
  private final Facts facts;
  private final CardTimeline timeline;
  private final Instant now;

  CardEndings(ActivityType type, Device device, Facts facts, CardTimeline timeline, Instant now) {
    this.rules = type.timeline();
    this.device = device;
    this.facts = facts;
    this.timeline = timeline;
    this.now = now;
  }

  /** Why no card may be on the phone any more; null while one may. */
  @Nullable CardEnding ofEveryCard() {
    if (!device.owner().equals(facts.owner())) {
      return new CardEnding(now, facts.status(), "the booking belongs to somebody else");
    }
    if (facts.isCancelled()) {
      return new CardEnding(now, BookingStatus.CANCELLED, "the booking is cancelled");
    }
    Duration dismissAfter = rules.dismissAfter();
    Facet<Boolean> ended = facts.ended();
    if (ended != null) {
      return new CardEnding(
          ended.version().time().plus(dismissAfter), BookingStatus.ENDED, "the show ended");
    }
    Instant overAt = timeline.overAt();
    return now.isBefore(overAt)
        ? null
        : new CardEnding(overAt.plus(dismissAfter), BookingStatus.ENDED, "the show's time is over");
  }

  /**
   * Why a running card has to go; null while it may stay.
   *
   * @param startedAt when it was started; null where that is not known
   */
  @Nullable CardEnding ofCardSince(@Nullable Instant startedAt) {
    CardEnding ending = ofEveryCard();
    return ending == null && startedAt != null && !now.isBefore(CardTimeline.limitOf(startedAt))
        ? atLimit()
        : ending;
  }

  /** The end of a card that iOS would end soon. What it shows stays true. */
  private CardEnding atLimit() {
    String reason = "the card's eight hours are over";
    return switch (rules.atLimit()) {
      case RENEW -> new CardEnding(now, facts.status(), reason + ", and another one follows", now);
      case START_LATE, END_EARLY ->
          new CardEnding(
              CardTimeline.earlier(
                  now.plus(Timeline.ENDED_CARD_LIFE), timeline.overAt().plus(rules.dismissAfter())),
              facts.status(),
              reason);
    };
  }
}
