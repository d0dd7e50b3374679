package dev.marquee.testbed.evening;

import static dev.marquee.testbed.evening.ScriptBuilder.gate;
import static dev.marquee.testbed.evening.ScriptBuilder.nothing;
import static dev.marquee.testbed.evening.ScriptBuilder.text;
import static dev.marquee.testbed.evening.ScriptBuilder.withdrawn;
import static java.util.Objects.requireNonNull;

import dev.marquee.testbed.evening.Person.Booking;
import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.Person.Phone;
import dev.marquee.testbed.evening.ScriptLine.Deed;
import dev.marquee.testbed.evening.ScriptLine.PhoneDoes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What happens to single bookings and phones. */
final class PersonalScript {

  private static final List<String> MESSAGES =
      List.of(
          "Your ticket was upgraded, enjoy",
          "Your wheelchair space is next to the aisle",
          "Your pre-ordered drinks wait at bar 2",
          "Please bring a document with a photo");

  private final ScriptBuilder script;
  private final Map<String, Show> shows;
  private final List<Person> people;

  /** One-booking people without habits to whom nothing special has happened yet, shuffled. */
  private final List<Person> ordinary;

  PersonalScript(ScriptBuilder script, List<Person> people, Random random) {
    this.script = script;
    this.shows = Catalogue.all().stream().collect(Collectors.toMap(Show::id, Function.identity()));
    this.people = people;
    this.ordinary = new ArrayList<>(people.stream().filter(PersonalScript::isOrdinary).toList());
    Collections.shuffle(ordinary, random);
  }

  /** Somebody with one old booking and nothing but well-behaved phones. */
  static boolean isOrdinary(Person person) {
    return person.bookings().size() == 1
        && !isLate(person.bookings().getFirst())
        && person.phones().stream().allMatch(phone -> phone.habit() == null);
  }

  void write() {
    cancelDeparture();
    cancellations(45);
    transfers(12);
    ownGates(26);
    ownMessages(16);
    newSeats(70);
    earlyChanges();
    repeatedConfirmations(8);
    rotations(60, 30);
    lostApps(14);
    cardsAllowedLater();
  }

  private void cancelDeparture() {
    for (Person person : people) {
      for (Booking booking : person.bookings()) {
        if (booking.show().equals(ShowScript.CANCELLED)) {
          Duration at = show(booking).startsAt().minusMinutes(43);
          script.about(booking.id(), at, "booking.cancelled", text("reason", "flight cancelled"));
        }
      }
    }
  }

  private void cancellations(int count) {
    each(
        count,
        (show, person) -> {
          Booking booking = person.bookings().getFirst();
          // Every third one cancels before there is a card: it never starts.
          boolean early = script.random.nextInt(3) == 0;
          Duration at = early ? beforeCard(booking) : whileLive(booking);
          script.about(booking.id(), at, "booking.cancelled", nothing());
        });
  }

  private void transfers(int count) {
    each(
        count,
        (show, giver) -> {
          Person taker = ordinary.removeLast();
          Booking booking = giver.bookings().getFirst();
          boolean early = script.random.nextInt(3) == 0;
          Duration at = early ? beforeCard(booking) : whileLive(booking);
          script.about(booking.id(), at, "booking.amended", text("userId", taker.user()));
        });
  }

  private void ownGates(int count) {
    each(
        count,
        (show, person) -> {
          String label = label(show);
          Booking booking = person.bookings().getFirst();
          Duration at = whileLive(booking);
          script.about(booking.id(), at, "gate.changed", gate("Lift " + label.charAt(0), label));
          if (script.random.nextInt(3) == 0) {
            Duration later =
                script.timetable.forBooking(booking.id(), at, show.startsAt().minusMinutes(1));
            script.about(booking.id(), later, "gate.changed", withdrawn("gate"));
          }
        });
  }

  private void ownMessages(int count) {
    each(
        count,
        (show, person) -> {
          Booking booking = person.bookings().getFirst();
          Duration at = whileLive(booking);
          script.about(booking.id(), at, "message.posted", text("message", script.anyOf(MESSAGES)));
          if (script.random.nextInt(3) == 0) {
            Duration later =
                script.timetable.forBooking(booking.id(), at, show.startsAt().minusMinutes(1));
            script.about(booking.id(), later, "message.posted", withdrawn("message"));
          }
        });
  }

  private void newSeats(int count) {
    for (int i = 0; i < count; i++) {
      Booking booking = script.anyOf(script.anyOf(people).bookings());
      if (!isLate(booking) && !booking.show().equals(ShowScript.CANCELLED)) {
        String seat = PeopleGenerator.seat(script.random, show(booking));
        script.about(booking.id(), whileLive(booking), "booking.amended", text("seat", seat));
      }
    }
  }

  /** A change that overtakes the confirmation of its booking counts when that comes. */
  private void earlyChanges() {
    for (Person person : people) {
      Booking booking = person.bookings().getFirst();
      if (isLate(booking) && script.random.nextInt(2) == 0) {
        Duration at = booking.bookedAt().minusMinutes(5);
        if (!Timetable.isQuiet(at)) {
          String label = label(show(booking));
          script.about(booking.id(), at, "gate.changed", gate("Lift " + label.charAt(0), label));
        }
      }
    }
  }

  private void repeatedConfirmations(int count) {
    each(
        count,
        (_, person) -> {
          Booking booking = person.bookings().getFirst();
          script.add(
              new ScriptLine.Repeat(whileLive(booking), EventRecords.confirmationId(booking)));
        });
  }

  private void rotations(int updateTokens, int startTokens) {
    each(
        updateTokens,
        (show, person) -> {
          Booking booking = person.bookings().getFirst();
          Phone phone = script.anyOf(person.phones());
          script.add(
              new PhoneDoes(
                  whileLive(booking), phone.device(), Deed.ROTATES_UPDATE_TOKEN, booking.id()));
        });
    each(
        startTokens,
        (show, person) -> {
          Duration at = beforeCard(person.bookings().getFirst());
          Phone phone = script.anyOf(person.phones());
          script.add(new PhoneDoes(at, phone.device(), Deed.ROTATES_START_TOKEN, null));
        });
  }

  private void lostApps(int count) {
    each(
        count,
        (show, person) -> {
          Booking booking = person.bookings().getFirst();
          boolean early = script.random.nextInt(3) == 0;
          Duration at = early ? beforeCard(booking) : whileLive(booking);
          Phone phone = script.anyOf(person.phones());
          script.add(new PhoneDoes(at, phone.device(), Deed.LOSES_APP, null));
        });
  }

  private void cardsAllowedLater() {
    for (Person person : people) {
      for (Phone phone : person.phones()) {
        for (Booking booking : person.bookings()) {
          if (phone.habit() == Habit.ASKS_FIRST
              && !isLate(booking)
              && script.random.nextInt(5) > 0) {
            script.add(
                new PhoneDoes(whileLive(booking), phone.device(), Deed.ALLOWS_CARD, booking.id()));
          }
        }
      }
    }
  }

  private void each(int count, BiConsumer<Show, Person> deed) {
    int done = 0;
    while (done < count) {
      Person person = ordinary.removeLast();
      Show show = show(person.bookings().getFirst());
      if (!show.id().equals(ShowScript.CANCELLED)) {
        deed.accept(show, person);
        done++;
      }
    }
  }

  private Duration whileLive(Booking booking) {
    Duration startsAt = show(booking).startsAt();
    return script.timetable.forBooking(
        booking.id(), startsAt.minusMinutes(125), startsAt.minusMinutes(15));
  }

  private Duration beforeCard(Booking booking) {
    Duration startsAt = show(booking).startsAt();
    return script.timetable.forBooking(
        booking.id(), Evening.OPENING.plusMinutes(1), startsAt.minusMinutes(185));
  }

  private static boolean isLate(Booking booking) {
    return booking.bookedAt().compareTo(Evening.OPENING) > 0;
  }

  private static String label(Show show) {
    return show.gateLabel() == null ? "Gate" : show.gateLabel();
  }

  private Show show(Booking booking) {
    return requireNonNull(shows.get(booking.show()), booking.show());
  }
}
