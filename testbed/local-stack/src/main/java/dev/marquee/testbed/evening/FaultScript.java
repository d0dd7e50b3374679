package dev.marquee.testbed.evening;

import static dev.marquee.testbed.evening.ScriptBuilder.gate;
import static dev.marquee.testbed.evening.ScriptBuilder.text;

import dev.marquee.testbed.evening.ScriptLine.Fault;
import dev.marquee.testbed.evening.ScriptLine.Harm;
import java.time.Duration;
import java.util.List;

/**
 * The middle of the evening, when the most cards are live: three bursts of whole-show changes, and
 * what is done to the dispatchers meanwhile. Each burst concerns other shows than the one before,
 * so that what every card must get stays certain.
 */
final class FaultScript {

  static final Duration KILL = Duration.ofMinutes(-30);
  private static final Duration RESTART = Duration.ofMinutes(-28);
  private static final Duration STOP = Duration.ofMinutes(-25);
  private static final Duration WHILE_STOPPED = Duration.ofMinutes(-20);
  static final Duration CONTINUE = Duration.ofMinutes(-15);

  private final ScriptBuilder script;

  FaultScript(ScriptBuilder script) {
    this.script = script;
  }

  void write() {
    for (Show show : live(Catalogue.theatres(), KILL)) {
      script.about(
          show,
          KILL,
          "message.posted",
          text("message", "Trams are disrupted, doors stay open ten minutes longer"));
    }
    script.add(new Fault(KILL, Harm.KILLED_IN_FLIGHT, 1));
    script.add(new Fault(RESTART, Harm.RESTARTED, 1));
    for (Show show : live(Catalogue.departures(), STOP)) {
      String label = show.gateLabel() == null ? "Gate" : show.gateLabel();
      script.about(show, STOP, "gate.changed", gate("4" + script.random.nextInt(10), label));
    }
    script.add(new Fault(STOP, Harm.STOPPED_IN_FLIGHT, 2));
    for (Show show : live(Catalogue.cinemas(), WHILE_STOPPED)) {
      script.about(
          show,
          WHILE_STOPPED,
          "message.posted",
          text("message", "The lift is out of order, please allow a few minutes more"));
    }
    script.add(new Fault(CONTINUE, Harm.CONTINUED_PAST_LEASE, 2));
  }

  /** Shows whose cards are live and that have not begun. */
  private static List<Show> live(List<Show> shows, Duration at) {
    return shows.stream()
        .filter(show -> show.startsAt().minusHours(3).compareTo(at) < 0)
        .filter(show -> show.startsAt().compareTo(at) > 0)
        .toList();
  }
}
