package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.CardPushes.Launch;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.LimitRule;
import dev.marquee.types.definition.RestartRule;
import dev.marquee.types.definition.SwipeRule;
import dev.marquee.types.definition.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next for an activity: the one function that answers both "what is sent" and
 * "why does this phone show nothing". Pure.
 */
public final class ActivityPolicy {
  /** Least time between two pushes of one activity; {@code aps.timestamp} counts whole seconds. */
  static final Duration PUSH_SPACING = Duration.ofSeconds(1);

  /** Starts of one card: the first, and one more where nobody knows of a card. */
  static final int START_LIMIT = 2;

  private final ActivitySnapshot snapshot;
  private final ActivityType type;
  private final Pace pace;
  private final Instant now;
  private final CardTimeline timeline;
  private final CardEndings endings;
  private final CardPushes pushes;

  private ActivityPolicy(
      ActivitySnapshot snapshot, ActivityType type, Pace pace, Facts facts, Instant now) {
    this.snapshot = snapshot;
    this.type = type;
    this.pace = pace;
    this.now = now;
    this.timeline = new CardTimeline(type.timeline(), facts, now);
    this.endings = new CardEndings(type, snapshot.device(), facts, timeline, now);
    this.pushes = new CardPushes(snapshot, type, pace, facts, timeline, endings, now);
  }

  /**
   * The next step.
   *
   * @param now business time
   */
  public static NextStep next(
      ActivitySnapshot snapshot, ActivityType type, Pace pace, Instant now) {
    Facts facts = Facts.of(snapshot.booking(), snapshot.show());
    return facts == null
        ? new NextStep.Nothing("the booking is not confirmed yet")
        : new ActivityPolicy(snapshot, type, pace, facts, now).next();
  }

  /** The next step at an unbounded pace. */
  public static NextStep next(ActivitySnapshot snapshot, ActivityType type, Instant now) {
    return next(snapshot, type, Pace.UNBOUNDED, now);
  }

  /**
   * Where the activity stands.
   *
   * @param now business time
   */
  public static ActivityState stateOf(ActivitySnapshot snapshot, ActivityType type, Instant now) {
    Facts facts = Facts.of(snapshot.booking(), snapshot.show());
    return facts == null
        ? ActivityState.of(snapshot, now)
        : new ActivityPolicy(snapshot, type, Pace.UNBOUNDED, facts, now).state();
  }

  private ActivityState state() {
    ActivityState state = ActivityState.of(snapshot, now);
    return state instanceof ActivityState.Live live
            && endings.ofCardSince(pushes.startedAt()) != null
        ? live.ending()
        : state;
  }

  private NextStep next() {
    return switch (state()) {
      case ActivityState.Planned _ -> start(Launch.FIRST);
      case ActivityState.Starting starting -> starting(starting.attempt());
      case ActivityState.Abandoned abandoned -> starting(abandoned.attempt());
      case ActivityState.Live live ->
          running(live.activityKitId(), live.updateToken(), pushes::update);
      case ActivityState.Ending ending ->
          running(ending.activityKitId(), ending.updateToken(), pushes::end);
      case ActivityState.Ended ended -> ended(ended.card());
      case ActivityState.EndedOnPhone ended -> endedOnPhone(ended.activityKitId());
      case ActivityState.Dismissed dismissed -> dismissed(dismissed.activityKitId());
    };
  }

  private NextStep start(Launch launch) {
    CardEnding ending = endings.ofEveryCard();
    if (ending != null) {
      return new NextStep.Nothing(ending.reason() + ", and no card was started");
    }
    Instant startAt = timeline.startAt(pace.delayOf(snapshot.booking(), snapshot.device()));
    if (now.isBefore(startAt)) {
      return new NextStep.WaitUntil(startAt, "the card starts then");
    }
    if (!snapshot.device().activitiesEnabled()) {
      return new NextStep.Nothing("the user switched Live Activities off");
    }
    RegisteredToken token = startToken();
    if (token == null) {
      return new NextStep.WaitForToken(
          timeline.overAt(), "the device has no usable push-to-start token");
    }
    return pushes.start(token, launch, startAt);
  }

  private NextStep starting(StartAttempt attempt) {
    if (isOutlived(attempt)) {
      return start(Launch.FIRST);
    }
    return switch (attempt.answer()) {
      case ACCEPTED ->
          unheard(
              attempt,
              type.unconfirmedStart(),
              "the start was accepted, the app has not handed over an update token yet");
      case CLAIMED, UNKNOWN ->
          unheard(attempt, type.unknownStart(), "the start had no answer, and is not repeated");
      case REFUSED -> start(Launch.FIRST);
    };
  }

  /** Whether the show moved so far that iOS has ended the card of that start before the next. */
  private boolean isOutlived(StartAttempt attempt) {
    return timeline.plannedStartAt().isAfter(attempt.at().plus(Timeline.CARD_LIFE));
  }

  /** When the card of that start gives way to another one, whether we could end it or not. */
  private Instant renewalOf(StartAttempt attempt) {
    boolean renewed =
        type.timeline().atLimit() == LimitRule.RENEW && attempt.answer() != StartAnswer.REFUSED;
    return renewed ? attempt.at().plus(Timeline.CARD_LIFE) : Instant.MAX;
  }

  /** Nobody knows of a card since the start. */
  private NextStep unheard(StartAttempt attempt, RestartRule rule, String waiting) {
    return switch (rule) {
      case RestartRule.Never _ -> new NextStep.WaitForToken(timeline.overAt(), waiting);
      case RestartRule.Once once -> {
        if (attempt.count() >= START_LIMIT) {
          yield new NextStep.WaitForToken(
              timeline.overAt(), "no card is known after two starts, a third is not sent");
        }
        Instant repeatAt = attempt.at().plus(once.delay());
        yield now.isBefore(repeatAt)
            ? new NextStep.WaitUntil(repeatAt, "the start is repeated once if no card shows up")
            : start(Launch.again(attempt));
      }
    };
  }

  /** What a running card gets, or why it gets nothing now. */
  private NextStep running(
      String activityKitId,
      @Nullable RegisteredToken token,
      BiFunction<String, RegisteredToken, NextStep> push) {
    if (token == null) {
      return withoutToken(activityKitId);
    }
    Instant lastPushAt = snapshot.progress().lastPushAt();
    return lastPushAt != null && now.isBefore(lastPushAt.plus(PUSH_SPACING))
        ? new NextStep.WaitUntil(
            lastPushAt.plus(PUSH_SPACING), "the last push is less than a second old")
        : push.apply(activityKitId, token);
  }

  private NextStep withoutToken(String activityKitId) {
    StartAttempt start = snapshot.progress().start();
    Instant renewal = start == null ? Instant.MAX : renewalOf(start);
    return start != null && (isOutlived(start) || !now.isBefore(renewal))
        ? start(Launch.inPlaceOf(activityKitId))
        : new NextStep.WaitForToken(
            CardTimeline.earlier(timeline.overAt(), renewal),
            "the card has no usable update token");
  }

  /**
   * A card that was ended comes back only when the show's new start lies after its end, or when it
   * ended because its eight hours were over and the type renews it.
   */
  private NextStep ended(EndedCard card) {
    boolean comesBack = timeline.plannedStartAt().isAfter(card.at()) || isRenewed(card.at());
    return endings.ofEveryCard() == null && comesBack
        ? start(Launch.FIRST)
        : new NextStep.Nothing("the card was ended");
  }

  private NextStep endedOnPhone(String activityKitId) {
    return endings.ofEveryCard() == null && isRenewed(now)
        ? start(Launch.inPlaceOf(activityKitId))
        : new NextStep.Nothing("the card ended on the phone");
  }

  private NextStep dismissed(String activityKitId) {
    AlertText alert = pushes.pendingAlert();
    return type.swipe() == SwipeRule.RESTART_ON_ALERT
            && alert != null
            && endings.ofEveryCard() == null
        ? start(new Launch(1, activityKitId, alert))
        : new NextStep.Nothing("the user swiped the card away");
  }

  /** Whether a card that ended then is followed by another: its time was up, or a try failed. */
  private boolean isRenewed(Instant endedAt) {
    StartAttempt start = snapshot.progress().start();
    return type.timeline().atLimit() == LimitRule.RENEW
        && start != null
        && (start.answer() == StartAnswer.REFUSED
            || !endedAt.isBefore(CardTimeline.limitOf(start.at())));
  }

  private @Nullable RegisteredToken startToken() {
    RegisteredToken token = snapshot.device().startTokens().get(type.name());
    TokenRejection rejection = snapshot.progress().startTokenRejection();
    return token != null && rejection != null && rejection.appliesTo(token) ? null : token;
  }
}
