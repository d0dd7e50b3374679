package dev.marquee.testbed.evening;

import static dev.marquee.testbed.evening.SmallEvening.CARD;
import static dev.marquee.testbed.evening.SmallEvening.ENDS_AT_SECONDS;
import static dev.marquee.testbed.evening.SmallEvening.STARTS_AT_SECONDS;
import static dev.marquee.testbed.evening.SmallEvening.at;
import static dev.marquee.testbed.evening.SmallEvening.booking;
import static dev.marquee.testbed.evening.SmallEvening.delayed;
import static dev.marquee.testbed.evening.SmallEvening.phone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.evening.ExpectedPush.Alert;
import dev.marquee.testbed.evening.ExpectedPush.Dismissal;
import dev.marquee.testbed.evening.ExpectedPush.Kind;
import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.ScriptLine.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EveningOracleTest {

  private static final String GATE_C = "{\"gate\":\"C\",\"gateLabel\":\"Door\"}";
  private static final String GATE_D = "{\"gate\":\"D\",\"gateLabel\":\"Door\"}";

  @Test
  void startsThreeHoursBeforeWithAlertAndEndsTenMinutesAfterTheEnd() {
    // Given
    SmallEvening evening = SmallEvening.ordinary();

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    Map<String, Object> confirmed = content("B", "confirmed");
    assertThat(pushes)
        .containsExactly(
            new ExpectedPush(
                instant(-180),
                Kind.START,
                confirmed,
                new Alert("Tosca", "Starts at 21:00 · Door B"),
                null),
            new ExpectedPush(
                instant(130),
                Kind.END,
                content("B", "ended"),
                null,
                new Dismissal.At(instant(145))));
  }

  @Test
  void leavesOutAGateThatNobodyKnows() {
    // Given
    SmallEvening evening =
        SmallEvening.empty(null).person("u-1", booking("b-1"), phone("d-1", null));

    // When
    ExpectedPush start = evening.pushes().getFirst();

    // Then
    assertThat(start.contentState()).doesNotContainKeys("gate", "gateLabel", "message");
    assertThat(start.alert()).isEqualTo(new Alert("Tosca", "Starts at 21:00"));
  }

  @Test
  void startsALateBookingAfterTheAdoptionGrace() {
    // Given
    SmallEvening evening = SmallEvening.bookedAt(-60);

    // When
    ExpectedPush start = evening.pushes().getFirst();

    // Then
    assertThat(start.from()).isEqualTo(instant(-60).plusSeconds(30));
  }

  @Test
  void neverStartsABookingThatIsConfirmedAfterTheEnd() {
    // Given
    SmallEvening evening = SmallEvening.bookedAt(121);

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes).isEmpty();
  }

  @Test
  void updatesAChangedGateWithAlert() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(-70, "gate.changed", GATE_C);

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update)
        .isEqualTo(
            new ExpectedPush(
                instant(-70),
                Kind.UPDATE,
                content("C", "confirmed"),
                new Alert("Tosca", "Door is now C"),
                null));
  }

  @Test
  void startsWithWhatChangedBeforeTheCard() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(-200, "gate.changed", GATE_C);

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes).extracting(ExpectedPush::kind).containsExactly(Kind.START, Kind.END);
    assertThat(pushes.getFirst().contentState()).containsEntry("gate", "C");
  }

  @Test
  void sendsNothingForTheSameGateAgain() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "gate.changed", GATE_C)
            .ofShow(-60, "gate.changed", GATE_C);

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes)
        .extracting(ExpectedPush::kind)
        .containsExactly(Kind.START, Kind.UPDATE, Kind.END);
  }

  @Test
  void ignoresAnOlderEventOfTheSameFacet() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "gate.changed", GATE_C)
            .event(-60, -80, null, "gate.changed", "shows/s", GATE_D);

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.contentState()).containsEntry("gate", "C");
  }

  @Test
  void countsAnOlderEventOfAnotherFacet() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "gate.changed", GATE_C)
            .event(-60, -80, null, "message.posted", "shows/s", "{\"message\":\"Hello\"}");

    // When
    ExpectedPush last = updates(evening).getLast();

    // Then
    assertThat(last.contentState()).containsEntry("gate", "C").containsEntry("message", "Hello");
    assertThat(last.alert()).isEqualTo(new Alert("Tosca", "Hello"));
  }

  @Test
  void letsTheSequenceDecideBetweenEqualTimes() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .event(-70, -70, "2", "gate.changed", "shows/s", GATE_C)
            .event(-60, -70, "1", "gate.changed", "shows/s", GATE_D);

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.contentState()).containsEntry("gate", "C");
  }

  @Test
  void doesNotRingForAnEventThatIsOlderThanHalfAnHour() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary().event(-40, -71, null, "gate.changed", "shows/s", GATE_C);

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.contentState()).containsEntry("gate", "C");
    assertThat(update.alert()).isNull();
  }

  @Test
  void saysWhenADelayedShowStarts() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(-70, "showtime.changed", delayed(45));

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.alert()).isEqualTo(new Alert("Tosca", "Now starts at 21:45"));
    assertThat(update.contentState())
        .containsEntry("status", "delayed")
        .containsEntry("startsAt", STARTS_AT_SECONDS + 45 * 60)
        .containsEntry("endsAt", ENDS_AT_SECONDS + 45 * 60);
  }

  @Test
  void startsAndEndsByTheNewTimes() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(-190, "showtime.changed", delayed(45));

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes).extracting(ExpectedPush::from).containsExactly(instant(-135), instant(175));
  }

  @Test
  void isOnTimeAgainWhenADelayIsCalledOff() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "showtime.changed", delayed(45))
            .ofShow(-60, "showtime.changed", "{\"startsAt\":null}");

    // When
    ExpectedPush last = updates(evening).getLast();

    // Then
    assertThat(last.contentState()).containsEntry("status", "confirmed");
    assertThat(last.alert()).isEqualTo(new Alert("Tosca", "Now starts at 21:00"));
  }

  @Test
  void changesASeatWithoutAlert() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary().ofBooking(-70, "booking.amended", "{\"seat\":\"Row 1\"}");

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.contentState()).containsEntry("seat", "Row 1");
    assertThat(update.alert()).isNull();
  }

  @Test
  void letsTheBookingsOwnGateOverrideTheShowsUntilWithdrawn() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofBooking(-90, "gate.changed", GATE_D)
            .ofShow(-80, "gate.changed", GATE_C)
            .ofBooking(-70, "gate.changed", "{\"gate\":null}");

    // When
    List<ExpectedPush> updates = updates(evening);

    // Then
    assertThat(updates)
        .extracting(update -> Objects.requireNonNull(update.alert()).body())
        .containsExactly("Door is now D", "Door is now C");
    assertThat(updates).extracting(ExpectedPush::from).containsExactly(instant(-90), instant(-70));
  }

  @Test
  void saysThatAGateIsNotKnownAnyMore() {
    // Given
    SmallEvening evening =
        SmallEvening.empty(null)
            .person("u-1", booking("b-1"), phone("d-1", null))
            .ofBooking(-90, "gate.changed", GATE_D)
            .ofBooking(-70, "gate.changed", "{\"gate\":null}");

    // When
    ExpectedPush last = updates(evening).getLast();

    // Then
    assertThat(last.contentState()).doesNotContainKeys("gate", "gateLabel");
    assertThat(last.alert()).isEqualTo(new Alert("Tosca", "The gate is not known yet"));
  }

  @Test
  void ringsWithTheStartWhenAMessageIsTakenBack() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "message.posted", "{\"message\":\"Hello\"}")
            .ofShow(-60, "message.posted", "{\"message\":null}");

    // When
    ExpectedPush last = updates(evening).getLast();

    // Then
    assertThat(last.contentState()).doesNotContainKey("message");
    assertThat(last.alert()).isEqualTo(new Alert("Tosca", "Starts at 21:00"));
  }

  @Test
  void remindsWithUnchangedContentOncePerReminder() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-40, "showtime.reminder", "{}")
            .ofShow(-30, "showtime.reminder", "{\"message\":\"Hurry\"}");

    // When
    List<ExpectedPush> updates = updates(evening);

    // Then
    assertThat(updates)
        .extracting(ExpectedPush::alert)
        .containsExactly(new Alert("Tosca", "Starts at 21:00"), new Alert("Tosca", "Hurry"));
    assertThat(updates)
        .extracting(ExpectedPush::contentState)
        .containsOnly(content("B", "confirmed"));
  }

  @Test
  void spendsAReminderThatComesBeforeTheCard() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(-190, "showtime.reminder", "{}");

    // When
    List<ExpectedPush> updates = updates(evening);

    // Then
    assertThat(updates).isEmpty();
  }

  @Test
  void endsACancelledBookingAtOnceAndSilently() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofBooking(-70, "booking.cancelled", "{}");

    // When
    ExpectedPush end = evening.pushes().getLast();

    // Then
    assertThat(end)
        .isEqualTo(
            new ExpectedPush(
                instant(-70), Kind.END, content("B", "cancelled"), null, new Dismissal.AtOnce()));
  }

  @Test
  void neverStartsACancelledBooking() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofBooking(-190, "booking.cancelled", "{}");

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes).isEmpty();
  }

  @Test
  void endsWithTheShowAndLeavesTheCardForAQuarterOfAnHour() {
    // Given
    SmallEvening evening = SmallEvening.ordinary().ofShow(115, "show.ended", "{}");

    // When
    ExpectedPush end = evening.pushes().getLast();

    // Then
    assertThat(end)
        .isEqualTo(
            new ExpectedPush(
                instant(115),
                Kind.END,
                content("B", "ended"),
                null,
                new Dismissal.At(instant(130))));
  }

  @Test
  void movesATransferredBookingToTheNewOwnersPhones() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .stranger("u-2", "d-2")
            .ofBooking(-70, "booking.amended", "{\"userId\":\"u-2\"}");

    // When
    Map<CardId, List<ExpectedPush>> expected = evening.expected();

    // Then
    assertThat(expected.get(CARD))
        .last()
        .isEqualTo(
            new ExpectedPush(
                instant(-70), Kind.END, content("B", "confirmed"), null, new Dismissal.AtOnce()));
    assertThat(expected.get(new CardId("d-2", "b-1")))
        .first()
        .extracting(ExpectedPush::kind, ExpectedPush::from)
        .containsExactly(Kind.START, instant(-70).plusSeconds(30));
  }

  @Test
  void startsOnlyForTheNewOwnerWhenTransferredBeforeTheCard() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .stranger("u-2", "d-2")
            .ofBooking(-200, "booking.amended", "{\"userId\":\"u-2\"}");

    // When
    Map<CardId, List<ExpectedPush>> expected = evening.expected();

    // Then
    assertThat(expected).containsOnlyKeys(new CardId("d-2", "b-1"));
  }

  @Test
  void sendsTheSameToEachPhoneOfAPerson() {
    // Given
    SmallEvening evening =
        SmallEvening.empty("B")
            .person("u-1", booking("b-1"), phone("d-1", null), phone("d-2", null));

    // When
    Map<CardId, List<ExpectedPush>> expected = evening.expected();

    // Then
    assertThat(expected).hasSize(2);
    assertThat(expected.get(CARD)).isEqualTo(expected.get(new CardId("d-2", "b-1")));
  }

  @Test
  void sendsNothingToPhonesThatCannotStartACard() {
    // Given
    SmallEvening switchedOff = SmallEvening.withPhoneThat(Habit.ACTIVITIES_OFF);
    SmallEvening withoutToken = SmallEvening.withPhoneThat(Habit.NO_START_TOKEN);

    // When
    List<ExpectedPush> one = switchedOff.pushes();
    List<ExpectedPush> other = withoutToken.pushes();

    // Then
    assertThat(one).isEmpty();
    assertThat(other).isEmpty();
  }

  @Test
  void sendsNothingMoreOnceTheAppIsGone() {
    // Given
    SmallEvening live =
        SmallEvening.ordinary()
            .phone(-100, Deed.LOSES_APP, null)
            .ofShow(-70, "gate.changed", GATE_C);
    SmallEvening before = SmallEvening.ordinary().phone(-190, Deed.LOSES_APP, null);

    // When
    List<ExpectedPush> onlyStart = live.pushes();
    List<ExpectedPush> none = before.pushes();

    // Then
    assertThat(onlyStart).extracting(ExpectedPush::kind).containsExactly(Kind.START);
    assertThat(none).isEmpty();
  }

  @Test
  void sendsTheNewestStateWhenTheCardIsAllowed() {
    // Given
    SmallEvening evening =
        SmallEvening.withPhoneThat(Habit.ASKS_FIRST)
            .ofShow(-100, "message.posted", "{\"message\":\"Hello\"}")
            .ofShow(-70, "gate.changed", GATE_C)
            .phone(-58, Deed.ALLOWS_CARD, "b-1");

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.from()).isEqualTo(instant(-58));
    assertThat(update.contentState()).containsEntry("gate", "C").containsEntry("message", "Hello");
    assertThat(update.alert()).isEqualTo(new Alert("Tosca", "Door is now C"));
  }

  @Test
  void ringsForTheStrongestPendingChange() {
    // Given
    SmallEvening evening =
        SmallEvening.withPhoneThat(Habit.ASKS_FIRST)
            .ofShow(-80, "showtime.changed", delayed(10))
            .ofShow(-75, "gate.changed", GATE_C)
            .ofShow(-70, "message.posted", "{\"message\":\"Hello\"}")
            .ofShow(-65, "showtime.reminder", "{}")
            .phone(-58, Deed.ALLOWS_CARD, "b-1");

    // When
    ExpectedPush update = update(evening);

    // Then
    assertThat(update.alert()).isEqualTo(new Alert("Tosca", "Now starts at 21:10"));
  }

  @Test
  void neverStartsASecondCardOnAPhoneThatNeverAllows() {
    // Given
    SmallEvening evening =
        SmallEvening.withPhoneThat(Habit.ASKS_FIRST).ofShow(-70, "gate.changed", GATE_C);

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes).extracting(ExpectedPush::kind).containsExactly(Kind.START);
  }

  @Test
  void doesNotMindRepeatsRotationsAndUnreadableRecords() {
    // Given
    SmallEvening evening =
        SmallEvening.ordinary()
            .ofShow(-70, "showtime.reminder", "{}")
            .line(new ScriptLine.Repeat(at(-60), "e-0"))
            .line(new ScriptLine.Unreadable(at(-55), "oops", "s"))
            .phone(-50, Deed.ROTATES_UPDATE_TOKEN, "b-1")
            .phone(-45, Deed.ROTATES_START_TOKEN, null);

    // When
    List<ExpectedPush> pushes = evening.pushes();

    // Then
    assertThat(pushes)
        .extracting(ExpectedPush::kind)
        .containsExactly(Kind.START, Kind.UPDATE, Kind.END);
  }

  private static ExpectedPush update(SmallEvening evening) {
    List<ExpectedPush> updates = updates(evening);
    assertThat(updates).hasSize(1);
    return updates.getFirst();
  }

  private static List<ExpectedPush> updates(SmallEvening evening) {
    return evening.pushes().stream().filter(push -> push.kind() == Kind.UPDATE).toList();
  }

  private static Map<String, Object> content(String gate, String status) {
    return Map.of(
        "title",
        "Tosca",
        "venue",
        "Opera",
        "gate",
        gate,
        "gateLabel",
        "Door",
        "seat",
        "Row 5",
        "startsAt",
        STARTS_AT_SECONDS,
        "endsAt",
        ENDS_AT_SECONDS,
        "status",
        status);
  }

  private static Instant instant(int minutes) {
    Duration offset = at(minutes);
    return Evening.ANCHOR.plus(offset);
  }
}
