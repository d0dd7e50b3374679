package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.evening.Person.Booking;
import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.Person.Phone;
import dev.marquee.testbed.evening.ScriptLine.Deed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An evening of one show, {@code s}, which begins at 21:00 in Berlin (two hours after the anchor)
 * and lasts two hours, and of few people, to try one rule with. Moments are minutes from the start
 * of the show.
 */
final class SmallEvening {

  static final Duration STARTS_AT = Duration.ofHours(2);
  static final long STARTS_AT_SECONDS = Evening.ANCHOR.plus(STARTS_AT).getEpochSecond();
  static final long ENDS_AT_SECONDS = STARTS_AT_SECONDS + 2 * 60 * 60;
  static final CardId CARD = new CardId("d-1", "b-1");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Show show;
  private final List<Person> people = new ArrayList<>();
  private final List<ScriptLine> script = new ArrayList<>();

  private SmallEvening(@Nullable String gate) {
    this.show =
        new Show(
            "s",
            "Tosca",
            "Opera",
            "Berlin",
            ZoneId.of("Europe/Berlin"),
            STARTS_AT,
            STARTS_AT.plusHours(2),
            null,
            gate,
            gate == null ? null : "Door");
  }

  /** User u-1 holds booking b-1 on phone d-1. */
  static SmallEvening ordinary() {
    return empty("B").person("u-1", booking("b-1"), phone("d-1", null));
  }

  static SmallEvening withPhoneThat(Habit habit) {
    return empty("B").person("u-1", booking("b-1"), phone("d-1", habit));
  }

  static SmallEvening bookedAt(int minutes) {
    Booking booking = new Booking("b-1", "s", "Row 5", at(minutes));
    return empty("B").person("u-1", booking, phone("d-1", null));
  }

  static SmallEvening empty(@Nullable String gate) {
    return new SmallEvening(gate);
  }

  static Booking booking(String id) {
    return new Booking(id, "s", "Row 5", Duration.ofDays(-40));
  }

  static Phone phone(String device, @Nullable Habit habit) {
    return new Phone(device, "26.1", "de-DE", habit);
  }

  SmallEvening person(String user, Booking booking, Phone... phones) {
    people.add(new Person(user, List.of(phones), List.of(booking)));
    return this;
  }

  SmallEvening stranger(String user, String device) {
    people.add(new Person(user, List.of(phone(device, null)), List.of()));
    return this;
  }

  SmallEvening ofShow(int minutes, String event, String data) {
    return event(minutes, minutes, null, event, "shows/s", data);
  }

  SmallEvening ofBooking(int minutes, String event, String data) {
    return event(minutes, minutes, null, event, "bookings/b-1", data);
  }

  SmallEvening event(
      int arrives,
      int happened,
      @Nullable String sequence,
      String event,
      String subject,
      String data) {
    script.add(
        new ScriptLine.Event(
            at(arrives),
            event,
            subject,
            "e-" + script.size(),
            at(happened),
            sequence,
            parsed(data)));
    return this;
  }

  SmallEvening phone(int minutes, Deed deed, @Nullable String booking) {
    script.add(new ScriptLine.PhoneDoes(at(minutes), "d-1", deed, booking));
    return this;
  }

  SmallEvening line(ScriptLine line) {
    script.add(line);
    return this;
  }

  Evening evening() {
    return new Evening(List.of(show), people, script);
  }

  Map<CardId, List<ExpectedPush>> expected() {
    return EveningOracle.expect(evening(), Evening.ANCHOR);
  }

  /** What phone d-1 gets for booking b-1. */
  List<ExpectedPush> pushes() {
    return requireNonNull(expected().getOrDefault(CARD, List.of()));
  }

  /** Minutes from the start of the show, as an offset from the anchor. */
  static Duration at(int minutes) {
    return STARTS_AT.plusMinutes(minutes);
  }

  /** The times of a show that begins that many minutes later than announced. */
  static String delayed(int minutes) {
    return "{\"startsAt\":\"%s\",\"endsAt\":\"%s\"}"
        .formatted(at(minutes), at(minutes).plusHours(2));
  }

  private static ObjectNode parsed(String data) {
    try {
      return JSON.readValue(data, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
