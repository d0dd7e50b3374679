package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.Showtime;
import dev.marquee.types.definition.LimitRule;
import dev.marquee.types.definition.Reminder;
import dev.marquee.types.definition.Staleness;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A type's timeline, laid over the times of one booking, seen at one moment. */
final class CardTimeline {
  /** How long before iOS would end a card we do, so that it ends with its newest state. */
  static final Duration LIMIT_MARGIN = Duration.ofMinutes(5);

  /** A phone that was offline for a while still gets its card; later the start makes no sense. */
  static final Duration START_USEFULNESS = Duration.ofMinutes(10);

  private static final Duration LIFE = Timeline.CARD_LIFE.minus(LIMIT_MARGIN);

  private final Timeline timeline;
  private final Showtime showtime;
  private final @Nullable Instant timesSince;
  private final Instant ownedSince;
  private final Instant now;

  CardTimeline(Timeline timeline, Facts facts, Instant now) {
    this.timeline = timeline;
    this.showtime = facts.showtime();
    this.timesSince = facts.timesSince();
    this.ownedSince = facts.ownedSince();
    this.now = now;
  }

  /** A moment to look at the activity again. */
  record Look(Instant at, String reason) {}

  /** When the card ends by itself. */
  Instant overAt() {
    return showtime.endsAt().plus(timeline.endAfter());
  }

  /**
   * The planned start, for one card alone. A late booking waits a moment, for its app may be
   * starting a card itself.
   */
  Instant plannedStartAt() {
    return later(typesStartAt(), graceEndsAt());
  }

  /**
   * When the start is due among those of a full house: somewhat after it is planned, or after the
   * event that moved it into the past. A late booking comes alone and is not delayed; nobody is
   * beyond the show's start.
   *
   * @param delay the activity's own place among the others
   */
  Instant startAt(Duration delay) {
    Instant planned = typesStartAt();
    Instant together =
        timesSince == null || timesSince.isAfter(now) ? planned : later(planned, timesSince);
    return graceEndsAt().isAfter(together)
        ? graceEndsAt()
        : earlier(together.plus(delay), later(together, showtime.startsAt()));
  }

  private Instant typesStartAt() {
    Instant planned = showtime.startsAt().minus(timeline.startBefore());
    return timeline.atLimit() == LimitRule.START_LATE
        ? later(planned, overAt().minus(LIFE))
        : planned;
  }

  private Instant graceEndsAt() {
    return ownedSince.plus(timeline.adoptionGrace());
  }

  /** When a card that started then has to end, because iOS would end it. */
  static Instant limitOf(Instant startedAt) {
    return startedAt.plus(LIFE);
  }

  /** When a card counts as outdated that is pushed now. */
  Instant staleDate() {
    return switch (timeline.staleness()) {
      case Staleness.AfterEnd fixed -> showtime.endsAt().plus(fixed.delay());
      case Staleness.AfterPush rolling -> now.plus(rolling.delay());
    };
  }

  /** Until when a start that is sent now is of use: never beyond the card's own end. */
  Instant startUsefulUntil() {
    return earlier(now.plus(START_USEFULNESS), overAt());
  }

  /** When a card that was pushed last then wants its stale date moved; null for never. */
  @Nullable Instant refreshAt(@Nullable Instant lastPushAt) {
    return switch (timeline.staleness()) {
      case Staleness.AfterEnd _ -> null;
      case Staleness.AfterPush rolling ->
          lastPushAt == null ? null : lastPushAt.plus(rolling.refreshEvery());
    };
  }

  /** How many reminders have passed. */
  int remindersPassed() {
    return passed().size();
  }

  /** The reminder that passed last; null before the first. */
  @Nullable Reminder newestReminder() {
    return passed().stream().min(Comparator.comparing(Reminder::beforeStart)).orElse(null);
  }

  /** When a reminder is due. */
  Instant at(Reminder reminder) {
    return showtime.startsAt().minus(reminder.beforeStart());
  }

  /**
   * The first moment at which a running card wants something.
   *
   * @param startedAt null where that is not known
   */
  Look nextLook(@Nullable Instant startedAt, @Nullable Instant lastPushAt) {
    Stream.Builder<Look> looks = Stream.builder();
    looks.add(new Look(overAt(), "the card ends then"));
    if (startedAt != null) {
      looks.add(new Look(limitOf(startedAt), "the card's eight hours are over then"));
    }
    Instant refreshAt = refreshAt(lastPushAt);
    if (refreshAt != null) {
      looks.add(new Look(refreshAt, "the stale date moves then"));
    }
    timeline.reminders().stream()
        .map(this::at)
        .filter(now::isBefore)
        .forEach(at -> looks.add(new Look(at, "a reminder rings then")));
    return looks.build().min(Comparator.comparing(Look::at)).orElseThrow();
  }

  private List<Reminder> passed() {
    return timeline.reminders().stream().filter(one -> !now.isBefore(at(one))).toList();
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
