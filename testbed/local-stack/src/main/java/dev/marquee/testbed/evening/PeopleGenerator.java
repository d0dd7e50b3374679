package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.Person.Booking;
import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.Person.Phone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Invents who goes where, with which phones. */
final class PeopleGenerator {

  private static final int ONE_BOOKING = 1_815;
  private static final int TWO_BOOKINGS = 70;
  private static final int THREE_BOOKINGS = 15;
  private static final int LAST_MINUTE = 18;
  private static final List<String> SYSTEMS =
      List.of("17.6.1", "18.5", "18.6", "26.0", "26.1", "26.1");
  private static final List<String> LOCALES =
      List.of("de-DE", "de-DE", "de-DE", "en-GB", "en-US", "pl-PL");

  private final RandomGenerator random;
  private final List<Show> shows;
  private int bookings;

  PeopleGenerator(RandomGenerator random, List<Show> shows) {
    this.random = random;
    this.shows = shows;
  }

  List<Person> people() {
    List<Person> people = new ArrayList<>();
    for (int number = 1; number <= ONE_BOOKING + TWO_BOOKINGS + THREE_BOOKINGS; number++) {
      int plans = number <= ONE_BOOKING ? 1 : number <= ONE_BOOKING + TWO_BOOKINGS ? 2 : 3;
      boolean late = number <= LAST_MINUTE;
      people.add(new Person("u-%04d".formatted(number), phones(number), evening(plans, late)));
    }
    return people;
  }

  private List<Phone> phones(int person) {
    int chance = random.nextInt(100);
    int count = chance < 76 ? 1 : chance < 98 ? 2 : 3;
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      phones.add(
          new Phone(
              "d-%04d-%c".formatted(person, 'a' + i), anyOf(SYSTEMS), anyOf(LOCALES), habit()));
    }
    return phones;
  }

  private @Nullable Habit habit() {
    int chance = random.nextInt(1_000);
    if (chance < 30) {
      return Habit.ACTIVITIES_OFF;
    }
    if (chance < 50) {
      return Habit.NO_START_TOKEN;
    }
    return chance < 80 ? Habit.ASKS_FIRST : null;
  }

  /** Bookings that one person can keep: one after the other, or several seats of one show. */
  private List<Booking> evening(int plans, boolean late) {
    List<Show> chosen = new ArrayList<>();
    while (chosen.size() < plans) {
      Show next = anyOf(shows);
      boolean sameShow = !chosen.isEmpty() && random.nextInt(3) == 0;
      if (sameShow) {
        chosen.add(chosen.getFirst());
      } else if (chosen.stream().noneMatch(other -> overlap(other, next))) {
        chosen.add(next);
      } else if (random.nextInt(20) == 0) {
        chosen.clear();
      }
    }
    return chosen.stream().map(show -> booking(show, late)).toList();
  }

  private static boolean overlap(Show one, Show other) {
    return one.startsAt().compareTo(other.endsAt()) < 0
        && other.startsAt().compareTo(one.endsAt()) < 0;
  }

  private Booking booking(Show show, boolean late) {
    bookings++;
    String seat = seat(random, show);
    return new Booking(
        "b-%04d".formatted(bookings), show.id(), seat, late ? lastMinute(show) : inAdvance());
  }

  /** Most people book in the last weeks, some in spring. */
  private Duration inAdvance() {
    int days = 1 + (int) (250 * Math.pow(random.nextDouble(), 3));
    return Duration.ofDays(-days).minusMinutes(random.nextInt(12 * 60));
  }

  /** When the cards of the show are live already. */
  private Duration lastMinute(Show show) {
    Duration first = show.startsAt().minusMinutes(138);
    Duration at = first;
    do {
      at = first.plus(Timetable.STEP.multipliedBy(random.nextInt(24)));
    } while (Timetable.isQuiet(at));
    return at;
  }

  /** A seat as this kind of house names it. */
  static String seat(RandomGenerator random, Show show) {
    String label = show.gateLabel() == null ? "Gate" : show.gateLabel();
    return switch (label) {
      case "Gate" -> "%d%c".formatted(1 + random.nextInt(32), 'A' + random.nextInt(6));
      case "Platform" ->
          "Coach %c, Seat %d".formatted('A' + random.nextInt(6), 1 + random.nextInt(64));
      case "Screen" ->
          "Row %c, Seat %d".formatted('A' + random.nextInt(14), 1 + random.nextInt(22));
      default ->
          "%s, Row %d, Seat %d"
              .formatted(
                  anyOf(random, List.of("Stalls", "Stalls", "Circle", "Gallery")),
                  1 + random.nextInt(18),
                  1 + random.nextInt(28));
    };
  }

  private <T> T anyOf(List<T> choices) {
    return anyOf(random, choices);
  }

  static <T> T anyOf(RandomGenerator random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
