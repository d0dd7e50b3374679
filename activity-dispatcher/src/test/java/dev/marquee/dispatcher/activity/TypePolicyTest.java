package dev.marquee.dispatcher.activity;

import static dev.marquee.dispatcher.activity.Snapshots.BOOKED_AT;
import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static dev.marquee.dispatcher.activity.Snapshots.ENDS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.OVER_AT;
import static dev.marquee.dispatcher.activity.Snapshots.STARTS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.START_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.Extra;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.dispatcher.activity.NextStep.End;
import dev.marquee.dispatcher.activity.NextStep.Nothing;
import dev.marquee.dispatcher.activity.NextStep.Start;
import dev.marquee.dispatcher.activity.NextStep.Update;
import dev.marquee.dispatcher.activity.NextStep.WaitForToken;
import dev.marquee.dispatcher.activity.NextStep.WaitUntil;
import dev.marquee.dispatcher.activity.PushProgress.EndedCard;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.reading.ActivityTypeReader;
import dev.marquee.types.rendering.Alert;
import dev.marquee.types.rendering.Phrase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a definition says, the policy does: one rule of it per test. */
@Timeout(10)
class TypePolicyTest {
  private static final Instant LATER = CARD_AT.plus(Duration.ofMinutes(30));
  private static final Duration LIFE = Duration.ofHours(8).minus(CardTimeline.LIMIT_MARGIN);

  /** The timeline is the last part of the built-in type, so more of it can be added at its end. */
  private static ActivityType ticketWith(String more) {
    return ActivityTypeReader.read("TicketAttributes.yaml", Snapshots.TICKET_YAML + more);
  }

  private static ActivityType ticketReplacing(String what, String by) {
    assertThat(Snapshots.TICKET_YAML).contains(what);
    return ActivityTypeReader.read(
        "TicketAttributes.yaml", Snapshots.TICKET_YAML.replace(what, by));
  }

  private static Device deviceIn(@Nullable String locale) {
    return new Device("d-1", "u-1", locale, true, false, Map.of("TicketAttributes", START_TOKEN));
  }

  @Nested
  class Words {
    private final ActivityType german =
        ActivityTypeReader.read(
            "TicketAttributes.yaml",
            Snapshots.TICKET_YAML
                .replace("name: TicketAttributes", "name: TicketAttributes\nlanguages: [en, de]")
                .replace(
                    "\"Now starts at {startsAt}\"",
                    "{ en: \"Now starts at {startsAt}\", de: \"Beginnt nun um {startsAt}\" }"));

    @Test
    void aDeviceIsSpokenToInItsLanguage() {
      assertThat(bodyFor("de-AT")).isEqualTo(new Phrase.Plain("Beginnt nun um 20:00"));
    }

    @Test
    void aDeviceOfAnotherLanguageGetsTheFirst() {
      assertThat(bodyFor("pt_BR")).isEqualTo(new Phrase.Plain("Now starts at 20:00"));
      assertThat(bodyFor(null)).isEqualTo(new Phrase.Plain("Now starts at 20:00"));
      assertThat(bodyFor("!!")).isEqualTo(new Phrase.Plain("Now starts at 20:00"));
    }

    @Test
    void anAlertMayBeLeftToTheApp() {
      // Given
      ActivityType type =
          ticketReplacing(
              "body: \"Now starts at {startsAt}\"",
              "body: { loc-key: NOW_STARTS, loc-args: [\"{startsAt}\"] }, sound: gong.aiff");

      // When
      Alert alert = Objects.requireNonNull(((Update) delayed().next(type, LATER)).alert());

      // Then
      assertThat(alert.json())
          .hasToString(
              "{\"title\":\"Twelfth Night\",\"body\":{\"loc-key\":\"NOW_STARTS\","
                  + "\"loc-args\":[\"20:00\"]},\"sound\":\"gong.aiff\"}");
    }

    @Test
    void extrasOfTheBookingAreFacts() {
      // Given
      ActivityType type =
          ticketReplacing("{ fact: venue, shorten: 2 }", "{ text: \"Table {extras.table}\" }");
      Snapshots booked =
          Snapshots.confirmed()
              .withExtras(Map.of("table", new Extra.Numeric(BigDecimal.valueOf(7))));

      // When
      Start start = (Start) booked.next(type, CARD_AT);

      // Then
      assertThat(start.state().json().get("venue").textValue()).isEqualTo("Table 7");
    }

    private Phrase bodyFor(@Nullable String locale) {
      Update update = (Update) delayed().with(deviceIn(locale)).next(german, LATER);
      return Objects.requireNonNull(update.alert()).body();
    }
  }

  @Nested
  class Urgency {
    @Test
    void anAlertIsUrgentAndTheRestIsNot() {
      assertThat(update(Snapshots.TICKET, delayed()).priority()).isEqualTo(PushPriority.IMMEDIATE);
      assertThat(update(Snapshots.TICKET, Snapshots.live().withSeat("Row 1", LATER)).priority())
          .isEqualTo(PushPriority.CONSERVE_POWER);
    }

    @Test
    void aTypeMayRingGently() {
      // Given
      ActivityType gentle = ticketReplacing("  times:\n", "  times:\n    priority: 5\n");

      // When
      Update update = update(gentle, delayed());

      // Then
      assertThat(update.alert()).isNotNull();
      assertThat(update.priority()).isEqualTo(PushPriority.CONSERVE_POWER);
    }

    @Test
    void aSilentChangeMayBeUrgentWhileItIsYoung() {
      // Given
      ActivityType urgent =
          ticketReplacing("changes:\n", "changes:\n  seat: { priority: 10, expiry: PT5M }\n");
      Snapshots seated = Snapshots.live().withSeat("Row 1", LATER);

      // When
      Update soon = (Update) seated.next(urgent, LATER);
      Update late = (Update) seated.next(urgent, LATER.plusSeconds(301));

      // Then
      assertThat(soon.alert()).isNull();
      assertThat(soon.priority()).isEqualTo(PushPriority.IMMEDIATE);
      assertThat(late.priority()).isEqualTo(PushPriority.CONSERVE_POWER);
    }

    @Test
    void aChangeRaisesItsCardAmongOthers() {
      // Given
      ActivityType type =
          ActivityTypeReader.read(
              "TicketAttributes.yaml",
              Snapshots.TICKET_YAML.replace("  times:\n", "  times:\n    relevance-score: 100\n")
                  + "relevance-score: 50\n");

      // When
      Update delayed = update(type, delayed());
      Update seated = update(type, Snapshots.live().withSeat("Row 1", LATER));

      // Then
      assertThat(delayed.relevanceScore()).isEqualTo(100);
      assertThat(seated.relevanceScore()).isEqualTo(50);
    }

    @Test
    void eachKindHasAnExpiryOfItsOwn() {
      // Given
      ActivityType type = ticketReplacing("  times:\n", "  times:\n    expiry: PT1M\n");

      // When
      Update update = (Update) delayed().next(type, LATER.plusSeconds(61));

      // Then
      assertThat(update.alert()).isNull();
    }

    private Update update(ActivityType type, Snapshots snapshots) {
      return (Update) snapshots.next(type, LATER);
    }
  }

  @Nested
  class RemindersByTheClock {
    private final ActivityType type =
        ticketWith(
            """
              reminders:
                - before-start: PT30M
                  alert: { title: "{title}", body: "Thirty minutes to go" }
                - before-start: PT10M
                  alert: { title: "{title}", body: "Ten minutes to go" }
            """);
    private final Instant half = STARTS_AT.minus(Duration.ofMinutes(30));
    private final Instant ten = STARTS_AT.minus(Duration.ofMinutes(10));

    @Test
    void theCardIsLookedAtWhenOneIsDue() {
      // When
      NextStep step = Snapshots.live().next(type, LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(half));
    }

    @Test
    void eachRingsOnce() {
      // Given
      Snapshots live = Snapshots.live();

      // When
      Update first = (Update) live.next(type, half);
      Snapshots told = live.accepted(first, half);
      NextStep between = told.next(type, half.plusSeconds(5));
      Update second = (Update) told.next(type, ten);

      // Then
      assertThat(body(first)).isEqualTo("Thirty minutes to go");
      assertThat(between)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(ten));
      assertThat(body(second)).isEqualTo("Ten minutes to go");
    }

    @Test
    void oneThatPassedBeforeTheCardStartedIsSpent() {
      // Given
      Start start = (Start) Snapshots.confirmed().next(type, ten.minusSeconds(60));
      Snapshots late = Snapshots.live().accepted(start, ten.minusSeconds(60));

      // When
      NextStep step = late.next(type, ten.minusSeconds(30));

      // Then
      assertThat(step).isInstanceOf(WaitUntil.class);
    }

    @Test
    void aShowThatMovedRemindsAnew() {
      // Given
      Snapshots live = Snapshots.live();
      Snapshots told = live.accepted((Update) live.next(type, half), half);
      Instant moved = STARTS_AT.plus(Duration.ofHours(1));
      Snapshots delayed = told.withShowtime(moved, ENDS_AT.plusSeconds(3_600), half.plusSeconds(9));
      Snapshots toldOfDelay =
          delayed.accepted((Update) delayed.next(type, half.plusSeconds(9)), half.plusSeconds(9));

      // When
      NextStep step = toldOfDelay.next(type, moved.minus(Duration.ofMinutes(30)));

      // Then
      assertThat(body((Update) step)).isEqualTo("Thirty minutes to go");
    }

    private static String body(Update update) {
      return Objects.requireNonNull(update.alert()).body().summary();
    }
  }

  @Nested
  class Staleness {
    private final ActivityType rolling =
        ticketReplacing("{ after-end: PT30M }", "{ after-push: PT1H, refresh-every: PT45M }");

    @Test
    void aRefreshMovesTheStaleDateSilently() {
      // Given
      Instant refreshAt = CARD_AT.plus(Duration.ofMinutes(45));

      // When
      NextStep before = Snapshots.live().next(rolling, LATER);
      NextStep step = Snapshots.live().next(rolling, refreshAt);

      // Then
      assertThat(before)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(refreshAt));
      assertThat(step)
          .isInstanceOfSatisfying(
              Update.class,
              update -> {
                assertThat(update.alert()).isNull();
                assertThat(update.priority()).isEqualTo(PushPriority.CONSERVE_POWER);
                assertThat(update.staleDate()).isEqualTo(refreshAt.plus(Duration.ofHours(1)));
                assertThat(update.revisitAt()).isEqualTo(refreshAt.plus(Duration.ofMinutes(45)));
              });
    }

    @Test
    void aFixedStaleDateNeedsNoRefresh() {
      assertThat(Snapshots.live().next(OVER_AT.minusSeconds(1))).isInstanceOf(WaitUntil.class);
    }
  }

  @Nested
  class AtTheEightHourLimit {
    private final Instant longEnd = STARTS_AT.plus(Duration.ofHours(9));
    private final Instant limit = CARD_AT.plus(LIFE);

    @Test
    void startLateMakesTheCardLastToTheEnd() {
      // Given
      Snapshots confirmed = Snapshots.confirmed().withShowtime(STARTS_AT, longEnd, BOOKED_AT);
      ActivityType late = ticketWith("  at-limit: start-late\n");

      // When
      NextStep step = confirmed.next(late, CARD_AT);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class,
              w -> assertThat(w.at()).isEqualTo(longEnd.plus(Duration.ofMinutes(10)).minus(LIFE)));
    }

    @Test
    void startLateChangesNothingForAShortShow() {
      assertThat(Snapshots.confirmed().next(ticketWith("  at-limit: start-late\n"), CARD_AT))
          .isInstanceOf(Start.class);
    }

    @Test
    void endEarlyEndsTheCardBeforeIosDoesAndLeavesItOnTheLockScreen() {
      // When
      NextStep before = longShow().next(Snapshots.TICKET, LATER);
      NextStep step = longShow().next(Snapshots.TICKET, limit);

      // Then
      assertThat(before)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(limit));
      assertThat(step)
          .isInstanceOfSatisfying(
              End.class,
              end -> {
                assertThat(end.dismissalDate()).isEqualTo(limit.plus(Duration.ofHours(4)));
                assertThat(end.state().json().get("status").textValue()).isEqualTo("confirmed");
                assertThat(end.revisitAt()).isNull();
              });
      assertThat(longShow().ended(limit).next(Snapshots.TICKET, limit.plusSeconds(1)))
          .isInstanceOf(Nothing.class);
    }

    @Test
    void renewEndsTheCardAndStartsAnotherOne() {
      // Given
      ActivityType renewed = ticketWith("  at-limit: renew\n");

      // When
      NextStep end = longShow().next(renewed, limit);
      NextStep start = longShow().ended(limit).next(renewed, limit.plusSeconds(1));

      // Then
      assertThat(end)
          .isInstanceOfSatisfying(
              End.class,
              step -> {
                assertThat(step.dismissalDate()).isEqualTo(limit);
                assertThat(step.revisitAt()).isEqualTo(limit);
              });
      assertThat(start)
          .isInstanceOfSatisfying(Start.class, step -> assertThat(step.count()).isEqualTo(1));
    }

    @Test
    void renewTriesAgainAfterARefusedStart() {
      // Given
      ActivityType renewed = ticketWith("  at-limit: renew\n");
      Snapshots refused =
          longShow().ended(limit).started(StartAnswer.REFUSED, 0, limit.plusSeconds(1));

      // When
      NextStep step = refused.next(renewed, limit.plusSeconds(60));

      // Then
      assertThat(step).isInstanceOf(Start.class);
    }

    @Test
    void renewReplacesACardThatIosEnded() {
      // Given
      Snapshots ended = longShow().with(new ActivityInstance("kit-1", InstanceState.ENDED, null));

      // When
      NextStep step = ended.next(ticketWith("  at-limit: renew\n"), limit.plusSeconds(400));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Start.class, start -> assertThat(start.replaces()).isEqualTo("kit-1"));
    }

    @Test
    void renewDoesNotBringBackACardThatTheAppEndedBefore() {
      // Given
      Snapshots ended = longShow().with(new ActivityInstance("kit-1", InstanceState.ENDED, null));

      // When
      NextStep step = ended.next(ticketWith("  at-limit: renew\n"), LATER);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    private Snapshots longShow() {
      Snapshots live = Snapshots.live().withShowtime(STARTS_AT, longEnd, CARD_AT.minusSeconds(9));
      return live.accepted(
          (NextStep.Push) live.next(CARD_AT.plusSeconds(5)), CARD_AT.plusSeconds(5));
    }
  }

  @Nested
  class Restarts {
    @Test
    void anUnknownStartIsNotRepeatedWhereTheTypeSaysSo() {
      // Given
      ActivityType careful = ticketWith("unknown-start: { restart: never }\n");

      // When
      NextStep step =
          Snapshots.confirmed().started(StartAnswer.UNKNOWN, 1, CARD_AT).next(careful, STARTS_AT);

      // Then
      assertThat(step).isInstanceOf(WaitForToken.class);
    }

    @Test
    void anUnconfirmedStartIsRepeatedOnceWhereTheTypeSaysSo() {
      // Given
      ActivityType eager = ticketWith("unconfirmed-start: { restart: once, after: PT20M }\n");
      Snapshots accepted = Snapshots.confirmed().started(StartAnswer.ACCEPTED, 1, CARD_AT);
      Instant repeatAt = CARD_AT.plus(Duration.ofMinutes(20));

      // When
      NextStep first = Snapshots.confirmed().next(eager, CARD_AT);
      NextStep before = accepted.next(eager, LATER.minusSeconds(900));
      NextStep after = accepted.next(eager, repeatAt);
      NextStep third =
          Snapshots.confirmed().started(StartAnswer.ACCEPTED, 2, repeatAt).next(eager, STARTS_AT);

      // Then
      assertThat(((Start) first).revisitAt()).isEqualTo(repeatAt);
      assertThat(before)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(repeatAt));
      assertThat(after)
          .isInstanceOfSatisfying(Start.class, start -> assertThat(start.count()).isEqualTo(2));
      assertThat(third).isInstanceOf(WaitForToken.class);
    }
  }

  @Nested
  class AfterASwipe {
    private final ActivityType insistent = ticketWith("swipe: restart-on-alert\n");
    private final Snapshots swiped =
        Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.DISMISSED, null));

    @Test
    void nothingNewBringsNothingBack() {
      assertThat(swiped.next(insistent, LATER)).isInstanceOf(Nothing.class);
      assertThat(swiped.withSeat("Row 1", LATER).next(insistent, LATER))
          .isInstanceOf(Nothing.class);
    }

    @Test
    void anAlertBringsANewCardThatSaysIt() {
      // When
      NextStep step = swiped.withShowGate("C", LATER).next(insistent, LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Start.class,
              start -> {
                assertThat(start.replaces()).isEqualTo("kit-1");
                assertThat(start.alert().body().summary()).isEqualTo("Door is now C");
              });
    }

    @Test
    void theNewCardIsNotStartedTwice() {
      // Given
      Snapshots restarted =
          swiped
              .withShowGate("C", LATER)
              .with(
                  swiped
                      .progress()
                      .withStart(new StartAttempt(LATER, StartAnswer.UNKNOWN, 1))
                      .inDoubt()
                      .withPushAt(LATER)
                      .withEnded(new EndedCard(LATER.minusMillis(1), "kit-1")));

      // When
      NextStep step = restarted.next(insistent, LATER.plusSeconds(5));

      // Then
      assertThat(step).isInstanceOf(WaitUntil.class);
    }
  }

  private static Snapshots delayed() {
    return Snapshots.live()
        .withShowtime(STARTS_AT.plusSeconds(1_800), ENDS_AT.plusSeconds(1_800), LATER);
  }
}
