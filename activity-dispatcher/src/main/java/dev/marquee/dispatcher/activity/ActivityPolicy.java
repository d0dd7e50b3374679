package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.CardTimeline.Look;
import dev.marquee.dispatcher.activity.PendingChanges.Pending;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.LimitRule;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.definition.RestartRule;
import dev.marquee.types.definition.SwipeRule;
import dev.marquee.types.definition.Timeline;
import dev.marquee.types.rendering.Alert;
import dev.marquee.types.rendering.AlertRenderer;
import dev.marquee.types.rendering.CardRenderer;
import dev.marquee.types.rendering.RenderedCard;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
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
  private final Facts facts;
  private final Instant now;
  private final CardTimeline timeline;
  private final CardEndings endings;
  private final Locale language;

  private ActivityPolicy(
      ActivitySnapshot snapshot, ActivityType type, Pace pace, Facts facts, Instant now) {
    this.snapshot = snapshot;
    this.type = type;
    this.pace = pace;
    this.facts = facts;
    this.now = now;
    this.timeline = new CardTimeline(type.timeline(), facts, now);
    this.endings = new CardEndings(type, snapshot.device(), facts, timeline, now);
    this.language = type.languageFor(snapshot.device().locale());
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
    return state instanceof ActivityState.Live live && endings.ofCardSince(startedAt()) != null
        ? live.ending()
        : state;
  }

  private NextStep next() {
    return switch (state()) {
      case ActivityState.Planned _ -> start(Launch.FIRST);
      case ActivityState.Starting starting -> starting(starting.attempt());
      case ActivityState.Abandoned abandoned -> starting(abandoned.attempt());
      case ActivityState.Live live ->
          running(live.activityKitId(), live.updateToken(), this::update);
      case ActivityState.Ending ending ->
          running(ending.activityKitId(), ending.updateToken(), this::end);
      case ActivityState.Ended ended -> ended(ended.card());
      case ActivityState.EndedOnPhone ended -> endedOnPhone(ended.activityKitId());
      case ActivityState.Dismissed dismissed -> dismissed(dismissed.activityKitId());
    };
  }

  /**
   * Which start it would be.
   *
   * @param count how many starts of the card there are with it
   * @param replaces the card on the phone that is over; null for none
   * @param alert null for that of every start
   */
  private record Launch(int count, @Nullable String replaces, @Nullable AlertText alert) {
    static final Launch FIRST = new Launch(1, null, null);

    static Launch again(StartAttempt attempt) {
      return new Launch(attempt.count() + 1, null, null);
    }

    static Launch inPlaceOf(String activityKitId) {
      return new Launch(1, activityKitId, null);
    }
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
    BookingStatus status = facts.status();
    RenderedCard card = card(status);
    return new NextStep.Start(
        token,
        launch.count(),
        launch.replaces(),
        type.name(),
        card.attributes(),
        ContentState.of(card.contentState()),
        marks(),
        alert(launch.alert() == null ? type.startAlert() : launch.alert(), status),
        type.relevanceScore(),
        timeline.staleDate(),
        firstLook(),
        "the card is due since " + startAt);
  }

  /** When a card that starts now wants to be looked at. */
  private Instant firstLook() {
    Instant look = timeline.nextLook(now, now).at();
    return switch (type.unconfirmedStart()) {
      case RestartRule.Never _ -> look;
      case RestartRule.Once once -> CardTimeline.earlier(look, now.plus(once.delay()));
    };
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

  private NextStep end(String activityKitId, RegisteredToken token) {
    CardEnding ending = Objects.requireNonNull(endings.ofCardSince(startedAt()));
    return new NextStep.End(
        token,
        activityKitId,
        ContentState.of(card(ending.status()).contentState()),
        marks(),
        type.relevanceScore(),
        ending.dismissalDate(),
        ending.revisitAt(),
        ending.reason());
  }

  private NextStep update(String activityKitId, RegisteredToken token) {
    Instant lastPushAt = snapshot.progress().lastPushAt();
    BookingStatus status = facts.status();
    ContentState state = ContentState.of(card(status).contentState());
    PendingChanges pending = pendingChanges();
    Pending ringing = pending.ringing();
    Instant refreshAt = timeline.refreshAt(lastPushAt);
    boolean unchanged = state.hash().equals(snapshot.progress().acceptedHash());
    boolean fresh = refreshAt == null || now.isBefore(refreshAt);
    if (unchanged && ringing == null && fresh) {
      Look look = timeline.nextLook(startedAt(), lastPushAt);
      return new NextStep.WaitUntil(look.at(), "the newest state was accepted; " + look.reason());
    }
    AlertText alert = pending.alert();
    Instant paidUntil = snapshot.progress().urgentPaidUntil();
    boolean urgent = pending.priority() == PushPriority.IMMEDIATE;
    boolean affordable = pace.allowsUrgent(paidUntil, now);
    return new NextStep.Update(
        token,
        activityKitId,
        state,
        marks(),
        alert == null ? null : alert(alert, status),
        affordable ? pending.priority() : PushPriority.CONSERVE_POWER,
        urgent && affordable ? pace.afterUrgent(paidUntil, now) : paidUntil,
        pending.relevanceScore(type),
        timeline.staleDate(),
        timeline.nextLook(startedAt(), now).at(),
        reason(ringing, unchanged)
            + (urgent && !affordable ? ", not urgently: the budget for that is spent" : ""));
  }

  private static String reason(@Nullable Pending ringing, boolean unchanged) {
    if (ringing != null) {
      return "to ring: " + ringing.name();
    }
    return unchanged ? "to move the stale date" : "the state changed";
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
    AlertText alert = pendingChanges().alert();
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

  /** When the card on the phone was started; null where the app did, or APNs refused. */
  private @Nullable Instant startedAt() {
    StartAttempt start = snapshot.progress().start();
    return start == null || start.answer() == StartAnswer.REFUSED ? null : start.at();
  }

  private RenderedCard card(BookingStatus status) {
    return CardRenderer.render(type, new CardFacts(facts, status), language);
  }

  private Alert alert(AlertText text, BookingStatus status) {
    return AlertRenderer.render(text, new CardFacts(facts, status), language);
  }

  private Marks marks() {
    return facts.marks(timeline.remindersPassed());
  }

  private PendingChanges pendingChanges() {
    return PendingChanges.of(type, facts, timeline, snapshot.progress().acceptedMarks(), now);
  }

  private @Nullable RegisteredToken startToken() {
    RegisteredToken token = snapshot.device().startTokens().get(type.name());
    TokenRejection rejection = snapshot.progress().startTokenRejection();
    return token != null && rejection != null && rejection.appliesTo(token) ? null : token;
  }
}
