package dev.marquee.testbed.evening;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The script while it is being written. */
final class ScriptBuilder {

  final RandomGenerator random;
  final Timetable timetable;
  private final List<ScriptLine> lines = new ArrayList<>();
  private int events;

  ScriptBuilder(RandomGenerator random) {
    this.random = random;
    this.timetable = new Timetable(random);
  }

  List<ScriptLine> lines() {
    return List.copyOf(lines);
  }

  void add(ScriptLine line) {
    lines.add(line);
  }

  void about(Show show, Duration at, String event, ObjectNode data) {
    event(at, null, null, event, "shows/" + show.id(), data);
  }

  void about(String booking, Duration at, String event, ObjectNode data) {
    event(at, null, null, event, "bookings/" + booking, data);
  }

  /** An event whose arrival and time differ, or whose place among equals its sequence says. */
  void event(
      Duration at,
      @Nullable Duration time,
      @Nullable String sequence,
      String event,
      String subject,
      ObjectNode data) {
    events++;
    add(new ScriptLine.Event(at, event, subject, "e-%04d".formatted(events), time, sequence, data));
  }

  /** Some events arrive twice: the second time up to twenty minutes later. */
  void repeatSome(int count) {
    List<ScriptLine.Event> originals =
        lines.stream()
            .filter(ScriptLine.Event.class::isInstance)
            .map(ScriptLine.Event.class::cast)
            .toList();
    int repeated = 0;
    while (repeated < count) {
      ScriptLine.Event event = anyOf(originals);
      Duration at = event.at().plus(Timetable.STEP.multipliedBy(1 + random.nextInt(4)));
      if (!Timetable.isQuiet(at)) {
        add(new ScriptLine.Repeat(at, event.id()));
        repeated++;
      }
    }
  }

  <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode text(String name, String value) {
    return nothing().put(name, value);
  }

  static ObjectNode withdrawn(String name) {
    return nothing().putNull(name);
  }

  static ObjectNode gate(String gate, String label) {
    return text("gate", gate).put("gateLabel", label);
  }

  static ObjectNode times(Show show, Duration delay) {
    return text("startsAt", EveningFiles.offset(show.startsAt().plus(delay)))
        .put("endsAt", EveningFiles.offset(show.endsAt().plus(delay)));
  }
}
