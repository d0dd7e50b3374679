package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.Person.Booking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evening cut at every instant at which something happens or becomes due: business time can
 * jump from one to the next without missing anything.
 */
final class EveningSteps {

  private EveningSteps() {}

  /** One instant. */
  record Step(Instant at, List<Confirmation> confirmations, List<ScriptLine> lines) {}

  /** A booking that is confirmed. */
  record Confirmation(String user, Booking booking) {}

  /** The steps in order; the first is the opening. */
  static List<Step> of(
      Evening evening, Instant anchor, Collection<List<ExpectedPush>> expectedPushes) {
    SortedMap<Instant, Step> steps = new TreeMap<>();
    at(anchor.plus(Evening.OPENING), steps);
    for (Person person : evening.people()) {
      for (Booking booking : person.bookings()) {
        at(anchor.plus(booking.confirmationArrives()), steps)
            .confirmations()
            .add(new Confirmation(person.user(), booking));
      }
    }
    for (ScriptLine line : evening.script()) {
      at(anchor.plus(line.at()), steps).lines().add(line);
    }
    for (List<ExpectedPush> pushes : expectedPushes) {
      pushes.forEach(push -> at(push.from(), steps));
    }
    return List.copyOf(steps.values());
  }

  private static Step at(Instant instant, SortedMap<Instant, Step> steps) {
    return steps.computeIfAbsent(instant, at -> new Step(at, new ArrayList<>(), new ArrayList<>()));
  }
}
