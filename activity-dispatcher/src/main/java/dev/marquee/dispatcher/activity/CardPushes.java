package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.CardTimeline.Look;
import dev.marquee.dispatcher.activity.PendingChanges.Pending;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.AlertText;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.definition.RestartRule;
import dev.marquee.types.rendering.Alert;
import dev.marquee.types.rendering.AlertRenderer;
import dev.marquee.types.rendering.CardRenderer;
import dev.marquee.types.rendering.RenderedCard;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pushes of one activity, composed from the facts of one moment. Pure. */
final class CardPushes {
  private final ActivitySnapshot snapshot;
  private final ActivityType type;
  private final Pace pace;
  private final Facts facts;
  private final CardTimeline timeline;
  private final CardEndings endings;
  private final Instant now;
  private final Locale language;

  CardPushes(
      ActivitySnapshot snapshot,
      ActivityType type,
      Pace pace,
      Facts facts,
      CardTimeline timeline,
      CardEndings endings,
      Instant now) {
    this.snapshot = snapshot;
    this.type = type;
    this.pace = pace;
    this.facts = facts;
    this.timeline = timeline;
    this.endings = endings;
    this.now = now;
    this.language = type.languageFor(snapshot.device().locale());
  }

  /**
   * Which start it would be.
   *
   * @param count how many starts of the card there are with it
   * @param replaces the card on the phone that is over; null for none
   * @param alert null for that of every start
   */
  record Launch(int count, @Nullable String replaces, @Nullable AlertText alert) {
    static final Launch FIRST = new Launch(1, null, null);

    static Launch again(StartAttempt attempt) {
      return new Launch(attempt.count() + 1, null, null);
    }

    static Launch inPlaceOf(String activityKitId) {
      return new Launch(1, activityKitId, null);
    }
  }

  /** A start that is due. */
  NextStep.Start start(RegisteredToken token, Launch launch, Instant dueSince) {
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
        timeline.startUsefulUntil(),
        firstLook(),
        "the card is due since " + dueSince);
  }

  /** When a card that starts now wants to be looked at. */
  private Instant firstLook() {
    Instant look = timeline.nextLook(now, now).at();
    return switch (type.unconfirmedStart()) {
      case RestartRule.Never _ -> look;
      case RestartRule.Once once -> CardTimeline.earlier(look, now.plus(once.delay()));
    };
  }

  /** The end of a card that has to go. */
  NextStep end(String activityKitId, RegisteredToken token) {
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

  /** An update, or the time until which there is nothing new to tell. */
  NextStep update(String activityKitId, RegisteredToken token) {
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
    boolean affordable = pace.allowsUrgent(snapshot.device(), paidUntil, now);
    return new NextStep.Update(
        token,
        activityKitId,
        state,
        marks(),
        alert == null ? null : alert(alert, status),
        affordable ? pending.priority() : PushPriority.CONSERVE_POWER,
        urgent && affordable ? pace.afterUrgent(snapshot.device(), paidUntil, now) : paidUntil,
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

  /** What the strongest change that was not told yet says aloud; null where there is none. */
  @Nullable AlertText pendingAlert() {
    return pendingChanges().alert();
  }

  /** When the card on the phone was started; null where the app did, or APNs refused. */
  @Nullable Instant startedAt() {
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
}
