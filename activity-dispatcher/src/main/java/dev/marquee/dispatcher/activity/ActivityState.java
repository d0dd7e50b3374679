package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an activity stands, as far as the facts tell. Derived on every look, never stored beside
 * them.
 */
public sealed interface ActivityState {

  /**
   * How long after a start its card is expected to be heard of. APNs gives a start up after ten
   * minutes; the rest is for the app to report.
   */
  Duration CARD_EXPECTED_WITHIN = Duration.ofMinutes(15);

  /** No card, none on its way. */
  record Planned() implements ActivityState {}

  /** A start is on its way, was accepted, or may have been; the app has not reported a card yet. */
  record Starting(StartAttempt attempt) implements ActivityState {
    /** The same when nobody heard of the card for too long. */
    ActivityState at(Instant now) {
      boolean expected = now.isBefore(attempt.at().plus(CARD_EXPECTED_WITHIN));
      return expected ? this : new Abandoned(attempt);
    }
  }

  /**
   * Nobody heard of the card that was started, and it is not expected any more. Not the end: a
   * token or a report of the app makes it live.
   */
  record Abandoned(StartAttempt attempt) implements ActivityState {}

  /**
   * The app reported a card.
   *
   * @param updateToken null where there is none that APNs takes
   */
  record Live(String activityKitId, @Nullable RegisteredToken updateToken)
      implements ActivityState {
    /** The same when the card has to go. */
    Ending ending() {
      return new Ending(activityKitId, updateToken);
    }
  }

  /**
   * The card has to go, and nobody confirmed that it went.
   *
   * @param updateToken null where there is none that APNs takes
   */
  record Ending(String activityKitId, @Nullable RegisteredToken updateToken)
      implements ActivityState {}

  /** We ended the card. */
  record Ended(EndedCard card) implements ActivityState {}

  /** The card ended on the phone, without us. */
  record EndedOnPhone(String activityKitId) implements ActivityState {}

  /** The user swiped the card away. */
  record Dismissed(String activityKitId) implements ActivityState {}

  /**
   * Where the activity of a snapshot stands, as far as pushes and reports tell. That its card has
   * to go follows from the facts, which {@link ActivityPolicy} knows.
   *
   * @param now business time
   */
  static ActivityState of(ActivitySnapshot snapshot, Instant now) {
    PushProgress progress = snapshot.progress();
    EndedCard ended = progress.ended();
    ActivityInstance instance = snapshot.instance();
    if (instance != null && !isOver(instance, ended)) {
      return switch (instance.state()) {
        case ACTIVE, STALE -> new Live(instance.activityKitId(), usable(instance, progress, now));
        case ENDED -> new EndedOnPhone(instance.activityKitId());
        case DISMISSED -> new Dismissed(instance.activityKitId());
      };
    }
    StartAttempt start = progress.start();
    if (start != null && (ended == null || start.at().isAfter(ended.at()))) {
      return switch (start.answer()) {
        case CLAIMED, ACCEPTED, UNKNOWN -> new Starting(start).at(now);
        case REFUSED -> ended == null ? new Planned() : new Ended(ended);
      };
    }
    return ended == null ? new Planned() : new Ended(ended);
  }

  /**
   * Whether we ended that card. One whose app registers another token afterwards is still there:
   * the end went to a token that the phone no longer had.
   */
  private static boolean isOver(ActivityInstance instance, @Nullable EndedCard ended) {
    if (ended == null || !instance.activityKitId().equals(ended.activityKitId())) {
      return false;
    }
    RegisteredToken token = instance.updateToken();
    boolean stillThere =
        switch (instance.state()) {
          case ACTIVE, STALE -> token != null && token.registeredAt().isAfter(ended.at());
          case ENDED, DISMISSED -> false;
        };
    return !stillThere;
  }

  /** The update token, unless Apple refused it or it is over by our own clock. */
  private static @Nullable RegisteredToken usable(
      ActivityInstance instance, PushProgress progress, Instant now) {
    RegisteredToken token = instance.updateToken();
    if (token == null || !now.isBefore(expiry(token, progress.start()))) {
      return null;
    }
    TokenRejection rejection = progress.updateTokenRejection();
    return rejection != null && rejection.appliesTo(token) ? null : token;
  }

  /**
   * An update token is over with its card's eight hours. Nobody tells when an app started a card
   * itself; its token was registered after that, so this is the latest it can be.
   */
  private static Instant expiry(RegisteredToken token, @Nullable StartAttempt start) {
    Instant begun =
        start != null && !token.registeredAt().isBefore(start.at())
            ? start.at()
            : token.registeredAt();
    return begun.plus(Timeline.CARD_LIFE);
  }
}
