package dev.marquee.dispatcher.activity;

import static dev.marquee.dispatcher.activity.Snapshots.BOOKED_AT;
import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static dev.marquee.dispatcher.activity.Snapshots.ENDS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.OVER_AT;
import static dev.marquee.dispatcher.activity.Snapshots.STARTS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.START_TOKEN;
import static dev.marquee.dispatcher.activity.Snapshots.UPDATE_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.NextStep.End;
import dev.marquee.dispatcher.activity.NextStep.Nothing;
import dev.marquee.dispatcher.activity.NextStep.Start;
import dev.marquee.dispatcher.activity.NextStep.Update;
import dev.marquee.dispatcher.activity.NextStep.WaitForToken;
import dev.marquee.dispatcher.activity.NextStep.WaitUntil;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.types.rendering.Alert;
import dev.marquee.types.rendering.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ActivityPolicyTest {
  private static final Instant LATER = CARD_AT.plus(Duration.ofMinutes(30));

  private static Alert alert(String title, String body) {
    return new Alert(new Phrase.Plain(title), new Phrase.Plain(body), "default");
  }

  @Nested
  class BeforeTheCard {
    @Test
    void waitsForMonthsUntilTheCardIsDue() {
      // When
      NextStep step = Snapshots.confirmed().next(BOOKED_AT.plusSeconds(60));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(CARD_AT));
    }

    @Test
    void startsTheCardWithAllThatItShows() {
      // When
      NextStep step = Snapshots.confirmed().next(CARD_AT);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Start.class,
              start -> {
                assertThat(start.token()).isEqualTo(START_TOKEN);
                assertThat(start.attributesType()).isEqualTo("TicketAttributes");
                assertThat(start.attributes()).hasToString("{\"bookingId\":\"b-1\"}");
                assertThat(start.state().json())
                    .hasToString(
                        "{\"title\":\"Twelfth Night\",\"venue\":\"Old Court\",\"gate\":\"B\","
                            + "\"gateLabel\":\"Door\",\"seat\":\"Row 5, Seat 12\","
                            + "\"startsAt\":1796409000,\"endsAt\":1796418000,"
                            + "\"status\":\"confirmed\"}");
                assertThat(start.alert())
                    .isEqualTo(alert("Twelfth Night", "Starts at 19:30 · Door B"));
              });
    }

    @Test
    void aShowThatMovedMovesItsCard() {
      // Given
      Snapshots moved =
          Snapshots.confirmed()
              .withShowtime(
                  STARTS_AT.plus(Duration.ofDays(1)), ENDS_AT.plus(Duration.ofDays(1)), BOOKED_AT);

      // When
      NextStep step = moved.next(CARD_AT);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class,
              wait -> assertThat(wait.at()).isEqualTo(CARD_AT.plus(Duration.ofDays(1))));
    }

    @Test
    void aLateBookingWaitsForItsAppToStartACard() {
      // Given
      Snapshots late = Snapshots.confirmed().ownedBy("u-1", STARTS_AT.minusSeconds(600));

      // When
      NextStep step = late.next(STARTS_AT.minusSeconds(595));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class,
              wait -> assertThat(wait.at()).isEqualTo(STARTS_AT.minusSeconds(570)));
    }

    @Test
    void neverStartsACardForACancelledBooking() {
      // When
      NextStep step = Snapshots.confirmed().cancelled(LATER).next(LATER);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void neverStartsACardAfterTheEnd() {
      // When
      NextStep step = Snapshots.confirmed().next(OVER_AT);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void aBookingOfSomebodyElseStartsNothingHere() {
      // When
      NextStep step = Snapshots.confirmed().ownedBy("u-2", BOOKED_AT.plusSeconds(9)).next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void changesMayComeBeforeTheConfirmation() {
      // Given
      Snapshots unconfirmed =
          Snapshots.confirmed()
              .with(new Booking("b-1", null, null, null, Changes.NONE, null))
              .withBookingGate("C", BOOKED_AT);

      // When
      NextStep step = unconfirmed.next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void respectsThatLiveActivitiesAreSwitchedOff() {
      // Given
      Device off =
          new Device("d-1", "u-1", null, false, false, Map.of("TicketAttributes", START_TOKEN));

      // When
      NextStep step = Snapshots.confirmed().with(off).next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void waitsForAStartTokenThatIsMissing() {
      // When
      NextStep step =
          Snapshots.confirmed()
              .with(new Device("d-1", "u-1", null, true, false, Map.of()))
              .next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(WaitForToken.class);
    }

    @Test
    void doesNotUseAStartTokenThatAppleRejected() {
      // When
      NextStep step = rejectedStartToken(BOOKED_AT).next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(WaitForToken.class);
    }

    @Test
    void usesARejectedTokenAgainThatWasRegisteredAfterTheVerdict() {
      // When
      NextStep step = rejectedStartToken(BOOKED_AT.minusSeconds(1)).next(CARD_AT);

      // Then
      assertThat(step).isInstanceOf(Start.class);
    }

    private Snapshots rejectedStartToken(Instant since) {
      return Snapshots.confirmed()
          .with(
              PushProgress.NONE.withStartTokenRejection(
                  new TokenRejection(START_TOKEN.token().fingerprint(), since)));
    }
  }

  @Nested
  class AfterAStart {
    @Test
    void anAcceptedStartIsNeverRepeated() {
      // When
      NextStep step =
          Snapshots.confirmed().started(StartAnswer.ACCEPTED, 1, CARD_AT).next(STARTS_AT);

      // Then
      assertThat(step).isInstanceOf(WaitForToken.class);
    }

    @Test
    void anUnknownStartWaitsForTheTimeOut() {
      // When
      NextStep step =
          Snapshots.confirmed()
              .started(StartAnswer.UNKNOWN, 1, CARD_AT)
              .next(CARD_AT.plusSeconds(5));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class,
              wait -> assertThat(wait.at()).isEqualTo(CARD_AT.plus(Duration.ofMinutes(5))));
    }

    @Test
    void anUnknownStartIsRepeatedOnceAfterTheTimeOut() {
      // When
      NextStep step =
          Snapshots.confirmed()
              .started(StartAnswer.UNKNOWN, 1, CARD_AT)
              .next(CARD_AT.plus(Duration.ofMinutes(5)));

      // Then
      assertThat(step).isInstanceOf(Start.class);
    }

    @Test
    void anUnknownStartIsNotRepeatedTwice() {
      // When
      NextStep step =
          Snapshots.confirmed().started(StartAnswer.UNKNOWN, 2, CARD_AT).next(STARTS_AT);

      // Then
      assertThat(step).isInstanceOf(WaitForToken.class);
    }

    @Test
    void anUnsettledStartCountsAsUnknown() {
      // When
      NextStep step =
          Snapshots.confirmed()
              .started(StartAnswer.CLAIMED, 1, CARD_AT)
              .next(CARD_AT.plusSeconds(5));

      // Then
      assertThat(step).isInstanceOf(WaitUntil.class);
    }

    @Test
    void theUpdateTokenRevivesWhatWasGivenUp() {
      // Given
      Snapshots revived =
          Snapshots.confirmed()
              .started(StartAnswer.UNKNOWN, 2, CARD_AT)
              .with(new ActivityInstance("kit-1", InstanceState.ACTIVE, UPDATE_TOKEN));

      // When
      NextStep step = revived.next(LATER);

      // Then
      assertThat(step).isInstanceOf(Update.class);
    }
  }

  @Nested
  class OnALiveCard {
    @Test
    void unchangedContentIsNotSentAgain() {
      // When
      NextStep step = Snapshots.live().next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(WaitUntil.class, w -> assertThat(w.at()).isEqualTo(OVER_AT));
    }

    @Test
    void aNewGateIsToldAloud() {
      // When
      NextStep step = Snapshots.live().withShowGate("C", LATER).next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Update.class,
              update -> {
                assertThat(update.token()).isEqualTo(UPDATE_TOKEN);
                assertThat(update.alert()).isEqualTo(alert("Twelfth Night", "Door is now C"));
                assertThat(update.state().json().get("gate").textValue()).isEqualTo("C");
              });
    }

    @Test
    void theSameGateAgainIsNothing() {
      // When
      NextStep step = Snapshots.live().withShowGate("B", LATER).next(LATER);

      // Then
      assertThat(step).isInstanceOf(WaitUntil.class);
    }

    @Test
    void aGateThatWasTakenBackRingsNever() {
      // When
      NextStep step =
          Snapshots.live()
              .withShowGate("C", LATER)
              .withShowGate("B", LATER.plusSeconds(1))
              .next(LATER.plusSeconds(2));

      // Then
      assertThat(step).isInstanceOf(WaitUntil.class);
    }

    @Test
    void aBookingDeviatesFromItsShowUntilThatIsWithdrawn() {
      // Given
      Snapshots deviating =
          Snapshots.live().withBookingGate("X", LATER).withShowGate("C", LATER.plusSeconds(9));

      // When
      NextStep deviates = deviating.next(LATER.plusSeconds(10));
      NextStep withdrawn =
          deviating.withBookingGate(null, LATER.plusSeconds(20)).next(LATER.plusSeconds(21));

      // Then
      assertThat(gate(deviates)).isEqualTo("X");
      assertThat(gate(withdrawn)).isEqualTo("C");
    }

    @Test
    void theStrongestOfSeveralChangesRings() {
      // When
      NextStep step =
          Snapshots.live()
              .withShowGate("C", LATER)
              .withShowtime(STARTS_AT.plusSeconds(1_800), ENDS_AT.plusSeconds(1_800), LATER)
              .next(LATER.plusSeconds(1));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Update.class,
              update -> {
                assertThat(update.alert()).isEqualTo(alert("Twelfth Night", "Now starts at 20:00"));
                assertThat(update.state().json().get("status").textValue()).isEqualTo("delayed");
              });
    }

    @Test
    void anOldChangeIsShownSilently() {
      // When
      NextStep step =
          Snapshots.live().withShowGate("C", LATER).next(LATER.plus(Duration.ofMinutes(31)));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(Update.class, update -> assertThat(update.alert()).isNull());
    }

    @Test
    void aNewSeatIsShownSilently() {
      // When
      NextStep step = Snapshots.live().withSeat("Row 1", LATER).next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(Update.class, update -> assertThat(update.alert()).isNull());
    }

    @Test
    void aReminderRingsOnce() {
      // Given
      Snapshots reminded = Snapshots.live().withReminder(LATER);

      // When
      NextStep first = reminded.next(LATER);
      NextStep second = reminded.accepted((NextStep.Push) first, LATER).next(LATER.plusSeconds(2));

      // Then
      assertThat(first)
          .isInstanceOfSatisfying(
              Update.class,
              update ->
                  assertThat(update.alert()).isEqualTo(alert("Twelfth Night", "Starts at 19:30")));
      assertThat(second).isInstanceOf(WaitUntil.class);
    }

    @Test
    void anUpdateInDoubtIsSentEvenIfNothingChanged() {
      // When
      NextStep step = Snapshots.live().inDoubt().next(LATER);

      // Then
      assertThat(step).isInstanceOf(Update.class);
    }

    @Test
    void pushesAreAtLeastASecondApart() {
      // Given
      Snapshots live = Snapshots.live();
      Instant lastPushAt = Objects.requireNonNull(live.progress().lastPushAt());

      // When
      NextStep step = live.withShowGate("C", CARD_AT).next(lastPushAt.plusMillis(400));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class, wait -> assertThat(wait.at()).isEqualTo(lastPushAt.plusSeconds(1)));
    }

    @Test
    void aRotatedTokenIsUsedFromThenOn() {
      // Given
      RegisteredToken rotated =
          new RegisteredToken(new dev.marquee.contracts.token.PushToken("cc".repeat(80)), LATER);
      Snapshots live =
          Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.ACTIVE, rotated));

      // When
      NextStep step = live.withShowGate("C", LATER).next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Update.class, update -> assertThat(update.token()).isEqualTo(rotated));
    }

    @Test
    void aSwipeIsRespected() {
      // Given
      Snapshots swiped =
          Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.DISMISSED, null));

      // When
      NextStep step = swiped.withShowGate("C", LATER).next(LATER);

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    private static String gate(NextStep step) {
      return ((Update) step).state().json().get("gate").textValue();
    }
  }

  @Nested
  class AtTheEnd {
    @Test
    void theShowsEndEndsTheCardAndKeepsItForAWhile() {
      // When
      NextStep step = Snapshots.live().showEnded(ENDS_AT).next(ENDS_AT.plusSeconds(3));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              End.class,
              end -> {
                assertThat(end.dismissalDate()).isEqualTo(ENDS_AT.plus(Duration.ofMinutes(15)));
                assertThat(end.state().json().get("status").textValue()).isEqualTo("ended");
              });
    }

    @Test
    void theCardEndsByItselfWhenNobodySaysSo() {
      // When
      NextStep step = Snapshots.live().next(OVER_AT);

      // Then
      assertThat(step).isInstanceOf(End.class);
    }

    @Test
    void aCancellationTakesTheCardAwayAtOnce() {
      // When
      NextStep step = Snapshots.live().cancelled(LATER).next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              End.class,
              end -> {
                assertThat(end.dismissalDate()).isEqualTo(LATER);
                assertThat(end.state().json().get("status").textValue()).isEqualTo("cancelled");
              });
    }

    @Test
    void aTransferTakesTheCardAwayFromTheOldOwner() {
      // When
      NextStep step = Snapshots.live().ownedBy("u-2", LATER).next(LATER);

      // Then
      assertThat(step).isInstanceOf(End.class);
    }

    @Test
    void anEndedCardStaysEnded() {
      // When
      NextStep step = Snapshots.live().cancelled(LATER).ended(LATER).next(LATER.plusSeconds(5));

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    @Test
    void aCardThatIsStillThereWithAnotherTokenIsEndedAgain() {
      // Given
      Snapshots ended = Snapshots.live().cancelled(LATER).ended(LATER);
      RegisteredToken another =
          new RegisteredToken(new PushToken("cc".repeat(80)), LATER.plusSeconds(5));

      // When
      NextStep step =
          ended
              .with(new ActivityInstance("kit-1", InstanceState.ACTIVE, another))
              .next(LATER.plusSeconds(10));

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(End.class, end -> assertThat(end.token()).isEqualTo(another));
    }

    @Test
    void aShowMovedBeyondTheEndOfItsCardGetsANewOne() {
      // Given
      Snapshots ended = Snapshots.live().ended(LATER);
      Instant tomorrow = STARTS_AT.plus(Duration.ofDays(1));

      // When
      NextStep step =
          ended
              .withShowtime(tomorrow, tomorrow.plusSeconds(7_200), LATER)
              .next(tomorrow.minusSeconds(60));

      // Then
      assertThat(step).isInstanceOf(Start.class);
    }

    @Test
    void aShowMovedBeyondTheLifeOfACardThatNobodyReportedGetsANewOne() {
      // Given
      Snapshots started = Snapshots.confirmed().started(StartAnswer.ACCEPTED, 1, CARD_AT);
      Instant tomorrow = STARTS_AT.plus(Duration.ofDays(1));

      // When
      NextStep step =
          started
              .withShowtime(tomorrow, tomorrow.plusSeconds(7_200), LATER)
              .next(tomorrow.minusSeconds(60));

      // Then
      assertThat(step).isInstanceOf(Start.class);
    }

    @Test
    void aShowMovedBeyondTheLifeOfACardWithoutATokenGetsANewOneThen() {
      // Given
      Snapshots tokenless =
          Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.ACTIVE, null));
      Instant tomorrow = STARTS_AT.plus(Duration.ofDays(1));

      // When
      NextStep step =
          tokenless.withShowtime(tomorrow, tomorrow.plusSeconds(7_200), LATER).next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              WaitUntil.class,
              wait -> assertThat(wait.at()).isEqualTo(tomorrow.minus(Duration.ofHours(3))));
    }
  }
}
