package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.ActivityType.Timeline;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next for an activity: the one function that answers both "what is sent" and
 * "why does this phone show nothing". Pure.
 */
public final class ActivityPolicy {
  /** Least time between two pushes of one activity; {@code aps.timestamp} counts whole seconds. */
  static final Duration PUSH_SPACING = Duration.ofSeconds(1);

  /** Starts of one card: the first, and one more after an unknown answer. */
  static final int START_LIMIT = 2;

  private final ActivitySnapshot snapshot;
  private final ActivityType type;
  private final Facts facts;
  private final Timeline timeline;
  private final Instant now;
  private final Instant overAt;

  private ActivityPolicy(ActivitySnapshot snapshot, ActivityType type, Facts facts, Instant now) {
    this.snapshot = snapshot;
    this.type = type;
    this.facts = facts;
    this.timeline = type.timeline();
    this.now = now;
    this.overAt = facts.showtime().endsAt().plus(timeline.endAfter());
  }

  /**
   * The next step.
   *
   * @param now business time
   */
  public static NextStep next(ActivitySnapshot snapshot, ActivityType type, Instant now) {
    Facts facts = Facts.of(snapshot.booking(), snapshot.show());
    return facts == null
        ? new NextStep.Nothing("the booking is not confirmed yet")
        : new ActivityPolicy(snapshot, type, facts, now).next();
  }

  private NextStep next() {
    return switch (ActivityState.of(snapshot)) {
      case ActivityState.Planned _ -> planned();
      case ActivityState.Starting starting -> starting(starting.attempt());
      case ActivityState.Live live -> live(live);
      case ActivityState.Ended ended -> ended(ended.card().at());
      case ActivityState.EndedOnPhone _ -> new NextStep.Nothing("the card ended on the phone");
      case ActivityState.Dismissed _ -> new NextStep.Nothing("the user swiped the card away");
    };
  }

  private NextStep planned() {
    Ending ending = ending();
    if (ending != null) {
      return new NextStep.Nothing(ending.reason() + ", and no card was started");
    }
    Instant startAt = startAt();
    if (now.isBefore(startAt)) {
      return new NextStep.WaitUntil(startAt, "the card starts then");
    }
    if (!snapshot.device().activitiesEnabled()) {
      return new NextStep.Nothing("the user switched Live Activities off");
    }
    RegisteredToken token = startToken();
    if (token == null) {
      return new NextStep.WaitForToken(overAt, "the device has no usable push-to-start token");
    }
    BookingStatus status = status(null);
    return new NextStep.Start(
        token,
        type.name(),
        type.attributesOf(facts, status),
        type.contentStateOf(facts, status),
        facts.marks(),
        type.startAlertOf(facts, status),
        staleDate(),
        overAt,
        "the card is due since " + startAt);
  }

  private NextStep starting(StartAttempt attempt) {
    return switch (attempt.answer()) {
      case ACCEPTED ->
          new NextStep.WaitForToken(
              overAt, "the start was accepted, the app has not handed over an update token yet");
      case CLAIMED, UNKNOWN -> {
        Instant repeatAt = attempt.at().plus(timeline.unknownStartTimeout());
        if (attempt.count() >= START_LIMIT) {
          yield new NextStep.WaitForToken(overAt, "two starts had no answer, a third is not sent");
        }
        yield now.isBefore(repeatAt)
            ? new NextStep.WaitUntil(
                repeatAt, "the start had no answer; it is repeated once if no card shows up")
            : planned();
      }
      case REFUSED -> planned();
    };
  }

  private NextStep live(ActivityState.Live live) {
    RegisteredToken token = live.updateToken();
    if (token == null) {
      return new NextStep.WaitForToken(overAt, "the card has no usable update token");
    }
    Instant lastPushAt = snapshot.progress().lastPushAt();
    if (lastPushAt != null && now.isBefore(lastPushAt.plus(PUSH_SPACING))) {
      return new NextStep.WaitUntil(
          lastPushAt.plus(PUSH_SPACING), "the last push is less than a second old");
    }
    Ending ending = ending();
    BookingStatus status = status(ending);
    ContentState state = type.contentStateOf(facts, status);
    if (ending != null) {
      return new NextStep.End(
          token,
          live.activityKitId(),
          state,
          facts.marks(),
          ending.dismissalDate(),
          ending.reason());
    }
    ChangeKind ringing = pendingAlert();
    boolean unchanged = state.hash().equals(snapshot.progress().acceptedHash());
    if (unchanged && ringing == null) {
      return new NextStep.WaitUntil(overAt, "the newest state was accepted; the card ends then");
    }
    return new NextStep.Update(
        token,
        live.activityKitId(),
        state,
        facts.marks(),
        ringing == null ? null : type.alertOf(ringing, facts, status),
        staleDate(),
        overAt,
        ringing == null ? "the state changed" : "to ring: " + WireNames.of(ringing));
  }

  /** A card that was ended comes back only when the show's new start lies after its end. */
  private NextStep ended(Instant endedAt) {
    return ending() == null && startAt().isAfter(endedAt)
        ? planned()
        : new NextStep.Nothing("the card was ended");
  }

  private record Ending(Instant dismissalDate, BookingStatus status, String reason) {}

  /** Why no card may be on the phone any more, or null while one may. */
  private @Nullable Ending ending() {
    if (!snapshot.device().owner().equals(facts.owner())) {
      return new Ending(now, status(null), "the booking belongs to somebody else");
    }
    if (facts.isCancelled()) {
      return new Ending(now, BookingStatus.CANCELLED, "the booking is cancelled");
    }
    Facet<Boolean> ended = facts.ended();
    if (ended != null) {
      return new Ending(
          ended.version().time().plus(timeline.dismissAfter()),
          BookingStatus.ENDED,
          "the show ended");
    }
    return now.isBefore(overAt)
        ? null
        : new Ending(
            overAt.plus(timeline.dismissAfter()), BookingStatus.ENDED, "the show's time is over");
  }

  private BookingStatus status(@Nullable Ending ending) {
    if (ending != null) {
      return ending.status();
    }
    return facts.isDelayed() ? BookingStatus.DELAYED : BookingStatus.CONFIRMED;
  }

  /**
   * The planned start; a late booking waits a moment, for its app may be starting a card itself.
   */
  private Instant startAt() {
    Instant planned = facts.showtime().startsAt().minus(timeline.startBefore());
    Instant graceEnd = facts.ownedSince().plus(timeline.adoptionGrace());
    return planned.isAfter(graceEnd) ? planned : graceEnd;
  }

  private Instant staleDate() {
    return facts.showtime().endsAt().plus(timeline.staleAfter());
  }

  private @Nullable RegisteredToken startToken() {
    RegisteredToken token = snapshot.device().startTokens().get(type.name());
    TokenRejection rejection = snapshot.progress().startTokenRejection();
    return token != null && rejection != null && rejection.appliesTo(token) ? null : token;
  }

  /**
   * The strongest change that the last accepted push has not told, unless it is too old to ring.
   */
  private @Nullable ChangeKind pendingAlert() {
    Marks told = snapshot.progress().acceptedMarks();
    if (told == null) {
      return null;
    }
    Marks marks = facts.marks();
    for (ChangeKind kind : ChangeKind.values()) {
      Instant since = facts.since(kind);
      if (marks.of(kind) != told.of(kind)
          && since != null
          && !now.isAfter(since.plus(timeline.alertExpiry()))) {
        return kind;
      }
    }
    return null;
  }
}
