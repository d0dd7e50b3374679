package dev.marquee.testbed.evening;

import static dev.marquee.testbed.evening.ScriptBuilder.gate;
import static dev.marquee.testbed.evening.ScriptBuilder.nothing;
import static dev.marquee.testbed.evening.ScriptBuilder.text;
import static dev.marquee.testbed.evening.ScriptBuilder.times;
import static dev.marquee.testbed.evening.ScriptBuilder.withdrawn;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What happens to whole shows and departures. */
final class ShowScript {

  /** The departure that never takes off. */
  static final String CANCELLED = "nv-1207";

  /** Shows that prove a rule of merging are not disturbed by chance. */
  private static final Set<String> EXEMPLARY =
      Set.of(
          "tosca", "fledermaus", "cherry-orchard", "faust", "woyzeck", "nordwind", "paper-moths");

  private static final Set<String> NEVER_SAID_TO_BE_OVER = Set.of("winterreise", "nosferatu");
  private static final List<String> MESSAGES =
      List.of(
          "The cast has changed tonight, see the board in the foyer",
          "The bar in the first circle is open until the curtain rises",
          "Trams 4 and 9 do not run after ten tonight",
          "Cloakroom upstairs is full, please use the one downstairs",
          "Introduction to the work twenty minutes before the start",
          "No interval tonight");

  private final ScriptBuilder script;
  private final Map<String, Show> shows;
  private final Map<String, Duration> delays = new HashMap<>();

  ShowScript(ScriptBuilder script) {
    this.script = script;
    this.shows = Catalogue.all().stream().collect(Collectors.toMap(Show::id, Function.identity()));
  }

  void write() {
    outOfOrder();
    delays();
    gatesOfTheDay();
    cancelledDeparture();
    gateChanges();
    messages();
    reminders();
    endings();
  }

  /** Each of these proves one rule of merging; which one, the sentence above it says. */
  private void outOfOrder() {
    // An older change of the same facet arrives late and counts for nothing.
    Show tosca = show("tosca");
    script.about(tosca, at(tosca, -80), "gate.changed", gate("C", "Door"));
    script.event(
        at(tosca, -75),
        minutes(tosca, -85),
        null,
        "gate.changed",
        "shows/tosca",
        gate("D", "Door"));
    // An older change of another facet still counts, and rings while it is young.
    Show fledermaus = show("fledermaus");
    script.about(fledermaus, at(fledermaus, -80), "gate.changed", gate("D", "Door"));
    message(fledermaus, at(fledermaus, -75), minutes(fledermaus, -93), MESSAGES.get(3));
    // What arrives 45 minutes after it happened changes the card without ringing.
    Show orchard = show("cherry-orchard");
    message(orchard, at(orchard, -55), minutes(orchard, -100), MESSAGES.get(0));
    // Equal times: the sequence decides, whatever arrives first.
    Show faust = show("faust");
    Duration time = at(faust, -80);
    sequenced(faust, time, time, "0002", "4");
    sequenced(faust, at(faust, -75), time, "0001", "9");
    sequenced(faust, at(faust, -70), time, "0003", "5");
    // The same gate once more is no news.
    Show woyzeck = show("woyzeck");
    script.about(woyzeck, at(woyzeck, -75), "gate.changed", gate("2", "Entrance"));
    script.about(woyzeck, at(woyzeck, -70), "gate.changed", gate("2", "Entrance"));
    // A delay that is called off.
    Show nordwind = show("nordwind");
    script.about(nordwind, at(nordwind, -85), "showtime.changed", times(nordwind, minutes(20)));
    script.about(nordwind, at(nordwind, -65), "showtime.changed", withdrawn("startsAt"));
    // A message that is taken back.
    Show moths = show("paper-moths");
    script.about(moths, at(moths, -60), "message.posted", text("message", MESSAGES.get(2)));
    script.about(moths, at(moths, -45), "message.posted", withdrawn("message"));
    // No event at all, and an event without a time: both belong to the dead letters.
    script.add(new ScriptLine.Unreadable(minutes(-62), "{\"specversion\":\"1.0\", oops", "tosca"));
    script.add(
        new ScriptLine.Unreadable(
            minutes(-52),
            "{\"specversion\":\"1.0\",\"id\":\"e-untimed\",\"source\":\"/box-office\","
                + "\"type\":\"dev.marquee.gate.changed\",\"subject\":\"shows/faust\","
                + "\"datacontenttype\":\"application/json\",\"data\":{\"gate\":\"13\"}}",
            "faust"));
  }

  private void delays() {
    delay("freischuetz", -55, 20);
    delay("tl-334", -80, 45);
    delay("tl-334", -45, 75);
    delay("hs-562", -95, 90);
    delay("second-violin", -40, 15);
    delay("qk-424", -50, 35);
    delay("qk-424", -20, 15);
    // Known before its cards start: they start later, for the new time.
    delay("qk-902", -240, 30);
  }

  private void delay(String id, int minutesFromStart, int delayMinutes) {
    Show show = show(id);
    Duration delay = minutes(delayMinutes);
    script.about(show, at(show, minutesFromStart), "showtime.changed", times(show, delay));
    delays.put(id, delay);
  }

  private void gatesOfTheDay() {
    for (Show show : Catalogue.departures()) {
      if (show.gate() == null) {
        Duration at = script.timetable.forShow(show, minutes(show, -75), minutes(show, -60));
        String gate = String.valueOf(1 + script.random.nextInt(40));
        script.about(show, at, "gate.changed", gate(gate, "Gate"));
      }
    }
  }

  private void cancelledDeparture() {
    Show show = show(CANCELLED);
    script.about(
        show,
        at(show, -55),
        "message.posted",
        text("message", "Crew delayed, we will know more soon"));
  }

  private void gateChanges() {
    for (Show show : Catalogue.all()) {
      if (show.gateLabel() != null && !isExemplary(show) && script.random.nextInt(3) == 0) {
        Duration at = script.timetable.forShow(show, minutes(show, -110), minutes(show, -15));
        script.about(show, at, "gate.changed", gate(otherGate(show), show.gateLabel()));
      }
    }
  }

  private String otherGate(Show show) {
    String other = String.valueOf(1 + script.random.nextInt(12));
    return other.equals(show.gate()) ? other + "a" : other;
  }

  private void messages() {
    for (Show show : Catalogue.theatres()) {
      if (!isExemplary(show) && script.random.nextInt(2) == 0) {
        Duration at = script.timetable.forShow(show, minutes(show, -120), minutes(show, -40));
        script.about(show, at, "message.posted", text("message", script.anyOf(MESSAGES)));
      }
    }
  }

  private void reminders() {
    reminders(Catalogue.theatres(), "Please take your seats");
    reminders(Catalogue.cinemas(), "The film begins soon");
    reminders(Catalogue.departures(), "Please be ready to board");
  }

  private void reminders(List<Show> ofOneKind, String wording) {
    for (Show show : ofOneKind) {
      if (script.random.nextInt(4) > 0 && !show.id().equals(CANCELLED)) {
        Duration startsAt = show.startsAt().plus(delayOf(show));
        Duration at = script.timetable.forShowNear(show, startsAt.minusMinutes(30));
        boolean worded = script.random.nextInt(3) == 0;
        script.about(show, at, "showtime.reminder", worded ? text("message", wording) : nothing());
      }
    }
  }

  private void endings() {
    for (Show show : Catalogue.all()) {
      if (!NEVER_SAID_TO_BE_OVER.contains(show.id())) {
        Duration endsAt = show.endsAt().plus(delayOf(show));
        Duration at = endsAt.plus(Timetable.STEP.multipliedBy(script.random.nextInt(3) - 1));
        script.about(show, script.timetable.exactly(show, at), "show.ended", nothing());
      }
    }
  }

  private Duration delayOf(Show show) {
    return delays.getOrDefault(show.id(), Duration.ZERO);
  }

  private void message(Show show, Duration at, Duration time, String message) {
    script.event(at, time, null, "message.posted", "shows/" + show.id(), text("message", message));
  }

  private void sequenced(Show show, Duration at, Duration time, String sequence, String gate) {
    script.event(at, time, sequence, "gate.changed", "shows/" + show.id(), gate(gate, "Entrance"));
  }

  private static boolean isExemplary(Show show) {
    return EXEMPLARY.contains(show.id());
  }

  private Show show(String id) {
    return requireNonNull(shows.get(id), id);
  }

  private Duration at(Show show, int minutesFromStart) {
    return script.timetable.exactly(show, minutes(show, minutesFromStart));
  }

  private static Duration minutes(Show show, int minutesFromStart) {
    return show.startsAt().plusMinutes(minutesFromStart);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
