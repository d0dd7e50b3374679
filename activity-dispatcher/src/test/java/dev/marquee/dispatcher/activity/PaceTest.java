package dev.marquee.dispatcher.activity;

import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static dev.marquee.dispatcher.activity.Snapshots.ENDS_AT;
import static dev.marquee.dispatcher.activity.Snapshots.STARTS_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.dispatcher.activity.NextStep.Nothing;
import dev.marquee.dispatcher.activity.NextStep.Start;
import dev.marquee.dispatcher.activity.NextStep.Update;
import dev.marquee.dispatcher.activity.NextStep.WaitUntil;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.PushPriority;
import dev.marquee.types.reading.ActivityTypeReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PaceTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Pace PACE = new Pace(WINDOW, 3, Duration.ofMinutes(6), 2);
  private static final Instant LATER = CARD_AT.plus(Duration.ofMinutes(30));

  private static NextStep next(Snapshots snapshots, Instant now) {
    return ActivityPolicy.next(snapshots.snapshot(), Snapshots.TICKET, PACE, now);
  }

  @Nested
  class StartsOfAFullHouse {
    private static final int HOUSE = 600;

    @Test
    void areSpreadOverTheWindow() {
      // When
      List<Instant> starts = startsOf(Snapshots.confirmed(), CARD_AT);

      // Then
      assertThat(starts).allMatch(at -> !at.isBefore(CARD_AT) && at.isBefore(CARD_AT.plus(WINDOW)));
      for (int tens = 0; tens < 6; tens++) {
        Instant from = CARD_AT.plusSeconds(10L * tens);
        assertThat(starts)
            .filteredOn(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(10)))
            .hasSizeBetween(HOUSE / 12, HOUSE / 4);
      }
    }

    @Test
    void haveTheSamePlaceOnEveryLook() {
      // When
      List<Instant> months = startsOf(Snapshots.confirmed(), CARD_AT.minus(Duration.ofDays(90)));

      // Then
      assertThat(startsOf(Snapshots.confirmed(), CARD_AT)).isEqualTo(months);
    }

    @Test
    void areSpreadAfterTheEventThatMovedThemIntoThePast() {
      // Given
      Instant movedAt = STARTS_AT.minus(Duration.ofMinutes(90));
      Snapshots moved =
          Snapshots.confirmed()
              .withShowtime(STARTS_AT.minusSeconds(600), ENDS_AT.minusSeconds(600), movedAt);

      // When
      List<Instant> starts = startsOf(moved, movedAt);

      // Then
      assertThat(starts)
          .allMatch(at -> !at.isBefore(movedAt) && at.isBefore(movedAt.plus(WINDOW)))
          .anyMatch(at -> at.isAfter(movedAt.plusSeconds(45)));
    }

    @Test
    void areNotPutOffBeyondTheStartOfTheShow() {
      // Given
      ActivityType justBefore =
          ActivityTypeReader.read(
              "TicketAttributes.yaml",
              Snapshots.TICKET_YAML.replace("start-before: PT3H", "start-before: PT10S"));

      // When
      List<NextStep> steps =
          IntStream.range(0, HOUSE)
              .mapToObj(number -> on(Snapshots.confirmed(), number))
              .map(one -> ActivityPolicy.next(one.snapshot(), justBefore, PACE, STARTS_AT))
              .toList();

      // Then
      assertThat(steps).hasOnlyElementsOfType(Start.class);
    }

    @Test
    void ofALateBookingAreNotPutOff() {
      // Given
      Instant bought = STARTS_AT.minusSeconds(600);
      Snapshots late = Snapshots.confirmed().ownedBy("u-1", bought);

      // When
      List<Instant> starts = startsOf(late, bought);

      // Then
      assertThat(starts).containsOnly(bought.plusSeconds(30));
    }

    @Test
    void doNotComeBackBecauseTimesChangedAfterTheCard() {
      // Given
      Instant endedAt = CARD_AT.plus(Duration.ofHours(1));
      Snapshots ended =
          Snapshots.live()
              .ended(endedAt)
              .withShowtime(STARTS_AT, ENDS_AT.plusSeconds(600), endedAt.plusSeconds(60));

      // When
      NextStep step = next(ended, endedAt.plusSeconds(3_600));

      // Then
      assertThat(step).isInstanceOf(Nothing.class);
    }

    private static List<Instant> startsOf(Snapshots snapshots, Instant now) {
      return IntStream.range(0, HOUSE)
          .mapToObj(number -> next(on(snapshots, number), now))
          .map(step -> step instanceof WaitUntil wait ? wait.at() : now)
          .toList();
    }

    private static Snapshots on(Snapshots snapshots, int number) {
      Device device = snapshots.device();
      return snapshots.with(
          new Device(
              "d-" + number,
              device.owner(),
              device.locale(),
              device.activitiesEnabled(),
              device.frequentUpdatesEnabled(),
              device.startTokens()));
    }
  }

  @Nested
  class UrgentUpdates {
    @Test
    void areUrgentUntilTheirBudgetIsSpent() {
      // When
      List<Update> updates = gatesEvery(Duration.ofSeconds(20), 5);

      // Then
      assertThat(updates)
          .extracting(Update::priority)
          .containsExactly(
              PushPriority.IMMEDIATE,
              PushPriority.IMMEDIATE,
              PushPriority.IMMEDIATE,
              PushPriority.CONSERVE_POWER,
              PushPriority.CONSERVE_POWER);
    }

    @Test
    void ringAndSayWhyTheyAreNotUrgent() {
      // When
      Update fourth = gatesEvery(Duration.ofSeconds(20), 4).getLast();

      // Then
      assertThat(fourth.alert()).isNotNull();
      assertThat(fourth.reason()).endsWith("not urgently: the budget for that is spent");
    }

    @Test
    void areUrgentAgainAfterAWhile() {
      // When
      List<Update> updates = gatesEvery(Duration.ofMinutes(6), 12);

      // Then
      assertThat(updates).extracting(Update::priority).containsOnly(PushPriority.IMMEDIATE);
    }

    @Test
    void arePaidForByThemselvesOnly() {
      // Given
      Snapshots live = Snapshots.live().withSeat("Row 1, Seat 1", LATER);

      // When
      Update gentle = (Update) next(live, LATER);

      // Then
      assertThat(gentle.priority()).isEqualTo(PushPriority.CONSERVE_POWER);
      assertThat(gentle.urgentPaidUntil()).isNull();
    }

    @Test
    void areMoreWhereTheDeviceAllowsFrequentOnes() {
      // When
      List<Update> updates = gatesEvery(Duration.ofSeconds(20), 8, _ -> true);

      // Then
      assertThat(urgent(updates)).isEqualTo(6);
      assertThat(updates.get(5).priority()).isEqualTo(PushPriority.IMMEDIATE);
    }

    @Test
    void keepTheirSpentPartWhenTheUserSwitchesFrequentOnesOff() {
      // When
      List<Update> updates = gatesEvery(Duration.ofSeconds(20), 8, number -> number < 4);

      // Then
      assertThat(urgent(updates)).as("two thirds frequent, one third not").isEqualTo(4 + 1);
    }

    private static long urgent(List<Update> updates) {
      return updates.stream().filter(update -> update.priority() == PushPriority.IMMEDIATE).count();
    }

    private static List<Update> gatesEvery(Duration interval, int count) {
      return gatesEvery(interval, count, _ -> false);
    }

    private static List<Update> gatesEvery(
        Duration interval, int count, IntPredicate frequentUpdatesEnabled) {
      Snapshots[] live = {Snapshots.live()};
      return IntStream.range(0, count)
          .mapToObj(number -> {
            Instant now = LATER.plus(interval.multipliedBy(number));
            Device device = live[0].device();
            Snapshots changed =
                live[0]
                    .with(
                        new Device(
                            device.ref(),
                            device.owner(),
                            device.locale(),
                            device.activitiesEnabled(),
                            frequentUpdatesEnabled.test(number),
                            device.startTokens()))
                    .withShowGate("G" + number, now);
            Update update = (Update) next(changed, now);
            live[0] = changed.accepted(update, now);
            return update;
          })
          .toList();
    }
  }

  @Test
  void refusesWhatWouldKeepCardsAway() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(Duration.ofMinutes(11), 3, Duration.ofMinutes(6), 1))
        .withMessageContaining("start-window");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(WINDOW, 0, Duration.ofMinutes(6), 1))
        .withMessageContaining("urgent-burst");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(WINDOW, 3, Duration.ZERO, 1))
        .withMessageContaining("urgent-every");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(WINDOW, 3, Duration.ofMinutes(6), 0))
        .withMessageContaining("frequent-factor");
  }
}
