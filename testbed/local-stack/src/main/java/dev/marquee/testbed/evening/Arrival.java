package dev.marquee.testbed.evening;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;

/**
 * A readable event that has reached Kafka. Its natural order is which of two facts is newer: by
 * time, then sequence, then id.
 */
record Arrival(
    Instant at,
    Instant time,
    String sequence,
    String id,
    String event,
    String subject,
    JsonNode data)
    implements Comparable<Arrival> {

  private static final Comparator<Arrival> ORDER =
      Comparator.comparing(Arrival::time)
          .thenComparing(Arrival::sequence)
          .thenComparing(Arrival::id);

  static Arrival of(ScriptLine.Event event, Instant anchor) {
    return new Arrival(
        anchor.plus(event.at()),
        anchor.plus(event.effectiveTime()),
        event.sequence() == null ? "" : event.sequence(),
        event.id(),
        event.event(),
        event.subject(),
        event.data());
  }

  @Override
  public int compareTo(Arrival other) {
    return ORDER.compare(this, other);
  }
}
