package dev.marquee.dispatcher.activity;

import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static dev.marquee.dispatcher.activity.Snapshots.OVER_AT;
import static dev.marquee.dispatcher.activity.Snapshots.STARTS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.UPDATE_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.dispatcher.activity.ActivityState.Abandoned;
import dev.marquee.dispatcher.activity.ActivityState.Dismissed;
import dev.marquee.dispatcher.activity.ActivityState.Ended;
import dev.marquee.dispatcher.activity.ActivityState.EndedOnPhone;
import dev.marquee.dispatcher.activity.ActivityState.Ending;
import dev.marquee.dispatcher.activity.ActivityState.Live;
import dev.marquee.dispatcher.activity.ActivityState.Planned;
import dev.marquee.dispatcher.activity.ActivityState.Starting;
import dev.marquee.dispatcher.activity.NextStep.End;
import dev.marquee.dispatcher.activity.NextStep.Start;
import dev.marquee.dispatcher.activity.NextStep.Update;
import dev.marquee.dispatcher.activity.NextStep.WaitForToken;
import dev.marquee.dispatcher.activity.PushProgress.StartAnswer;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Timeline;
import dev.marquee.types.reading.ActivityTypeReader;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ActivityStateTest {
  private static final Instant LATER = CARD_AT.plus(Duration.ofMinutes(30));

  private static ActivityState stateOf(Snapshots snapshots, Instant now) {
    return ActivityPolicy.stateOf(snapshots.snapshot(), Snapshots.TICKET, now);
  }

  @Nested
  class IsDerivedAs {
    @Test
    void plannedBeforeTheStart() {
      assertThat(stateOf(Snapshots.confirmed(), CARD_AT)).isInstanceOf(Planned.class);
    }

    @Test
    void plannedAgainAfterARefusedStart() {
      // Given
      Snapshots refused = Snapshots.confirmed().started(StartAnswer.REFUSED, 0, CARD_AT);

      // When
      ActivityState state = stateOf(refused, LATER);

      // Then
      assertThat(state).isInstanceOf(Planned.class);
    }

    @Test
    void startingUntilTheCardIsHeardOf() {
      // Given
      Snapshots started = Snapshots.confirmed().started(StartAnswer.ACCEPTED, 1, CARD_AT);

      // When
      ActivityState state = stateOf(started, CARD_AT.plus(Duration.ofMinutes(14)));

      // Then
      assertThat(state).isInstanceOf(Starting.class);
    }

    @Test
    void abandonedWhenTheCardIsNotHeardOf() {
      // Given
      Snapshots started = Snapshots.confirmed().started(StartAnswer.ACCEPTED, 1, CARD_AT);

      // When
      ActivityState state = stateOf(started, CARD_AT.plus(Duration.ofMinutes(15)));

      // Then
      assertThat(state).isInstanceOf(Abandoned.class);
    }

    @Test
    void liveAsSoonAsAnAbandonedCardIsHeardOf() {
      // Given
      Snapshots revived =
          Snapshots.confirmed()
              .started(StartAnswer.ACCEPTED, 1, CARD_AT)
              .with(new ActivityInstance("kit-1", InstanceState.ACTIVE, null));

      // When
      ActivityState state = stateOf(revived, CARD_AT.plus(Duration.ofHours(1)));

      // Then
      assertThat(state).isInstanceOf(Live.class);
    }

    @Test
    void endingWhileACardHasToGo() {
      assertThat(stateOf(Snapshots.live(), OVER_AT)).isInstanceOf(Ending.class);
      assertThat(stateOf(Snapshots.live().cancelled(LATER), LATER)).isInstanceOf(Ending.class);
      assertThat(stateOf(Snapshots.live().ownedBy("u-2", LATER), LATER)).isInstanceOf(Ending.class);
    }

    @Test
    void endedOnceThatIsConfirmed() {
      assertThat(stateOf(Snapshots.live().ended(LATER), LATER)).isInstanceOf(Ended.class);
    }

    @Test
    void endedOrDismissedAsThePhoneSays() {
      // Given
      Snapshots ended =
          Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.ENDED, null));
      Snapshots dismissed =
          Snapshots.live().with(new ActivityInstance("kit-1", InstanceState.DISMISSED, null));

      // Then
      assertThat(stateOf(ended, LATER)).isInstanceOf(EndedOnPhone.class);
      assertThat(stateOf(dismissed, LATER)).isInstanceOf(Dismissed.class);
    }
  }

  @Nested
  class ACardThatTheAppStarted {
    private final Snapshots adopted =
        Snapshots.confirmed()
            .with(new ActivityInstance("kit-1", InstanceState.ACTIVE, UPDATE_TOKEN));

    @Test
    void isAdoptedAndToldTheNewestState() {
      // When
      NextStep step = adopted.next(LATER);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Update.class, update -> assertThat(update.token()).isEqualTo(UPDATE_TOKEN));
    }

    @Test
    void isAdoptedBeforeTheTimeOfOurStart() {
      assertThat(adopted.next(CARD_AT.minusSeconds(600))).isInstanceOf(Update.class);
    }

    @Test
    void isOverEightHoursAfterItsTokenWasRegistered() {
      // Given
      Instant registeredAt = STARTS_AT.minus(Timeline.CARD_LIFE);
      Snapshots early =
          adopted.with(
              new ActivityInstance(
                  "kit-1",
                  InstanceState.ACTIVE,
                  new RegisteredToken(UPDATE_TOKEN.token(), registeredAt)));

      // Then
      assertThat(early.next(STARTS_AT.minusSeconds(1))).isInstanceOf(Update.class);
      assertThat(early.next(STARTS_AT)).isInstanceOf(WaitForToken.class);
    }
  }

  @Nested
  class AnUpdateTokenOfOurCard {
    private final Instant limit = CARD_AT.plus(Timeline.CARD_LIFE);

    /** Of a show that lasts all night, whose end no push could tell the card. */
    private final Snapshots longShow =
        Snapshots.live()
            .withShowtime(STARTS_AT, STARTS_AT.plus(Duration.ofHours(12)), LATER)
            .with(
                new ActivityInstance(
                    "kit-1",
                    InstanceState.ACTIVE,
                    new RegisteredToken(UPDATE_TOKEN.token(), limit.minusSeconds(600))));

    @Test
    void expiresEightHoursAfterTheStartHoweverLateItWasRegistered() {
      assertThat(longShow.next(limit.minusSeconds(1))).isInstanceOf(End.class);
      assertThat(longShow.next(limit)).isInstanceOf(WaitForToken.class);
    }

    @Test
    void givesWayToAnotherCardWhereTheTypeRenews() {
      // Given
      ActivityType renewing =
          ActivityTypeReader.read(
              "TicketAttributes.yaml",
              Snapshots.TICKET_YAML.replace(
                  "dismiss-after: PT15M", "dismiss-after: PT15M\n  at-limit: renew"));

      // When
      NextStep step = longShow.next(renewing, limit);

      // Then
      assertThat(step)
          .isInstanceOfSatisfying(
              Start.class, start -> assertThat(start.replaces()).isEqualTo("kit-1"));
    }
  }

  @Test
  void combinationsThatMeanNothingCannotBeBuilt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StartAttempt(CARD_AT, StartAnswer.ACCEPTED, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StartAttempt(CARD_AT, StartAnswer.REFUSED, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PushProgress(null, "hash", null, null, null, null, null, null));
  }
}
