package dev.marquee.testbed.evening;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.evening.Person.Booking;
import dev.marquee.testbed.stack.TicketApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the evening's events into records of {@code booking-events}, written out by hand as any
 * upstream would: confirmations in CloudEvents' binary mode, changes in structured mode.
 */
final class EventRecords {

  private static final List<String> TIMES = List.of("startsAt", "endsAt", "doorsAt");
  private static final String SOURCE = "/evening/box-office";

  private final Map<String, Show> shows;
  private final Instant anchor;

  /** A record to be written; its value is text in UTF-8. */
  record EventRecord(String key, Map<String, String> headers, String value) {}

  EventRecords(List<Show> shows, Instant anchor) {
    this.shows = shows.stream().collect(toMap(Show::id, Function.identity()));
    this.anchor = anchor;
  }

  /** How the confirmation of a booking is called where the script repeats it. */
  static String confirmationId(Booking booking) {
    return "confirmed-" + booking.id();
  }

  EventRecord confirmation(String user, Booking booking) {
    Show show = shows.get(booking.show());
    if (show == null) {
      throw new IllegalArgumentException(booking.id() + " is for unknown show " + booking.show());
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("app", TicketApp.BUNDLE_ID);
    data.put("userId", user);
    data.put("activityType", TicketApp.ATTRIBUTES_TYPE);
    data.set("show", facts(show));
    putIfPresent(data, "seat", booking.seat());
    data.put("deepLink", "https://tickets.example.com/bookings/" + booking.id());
    Map<String, String> headers =
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            confirmationId(booking),
            "ce_source",
            SOURCE,
            "ce_type",
            "dev.marquee.booking.confirmed",
            "ce_subject",
            "bookings/" + booking.id(),
            "ce_time",
            anchor.plus(booking.bookedAt()).toString(),
            "content-type",
            "application/json");
    return new EventRecord(booking.id(), headers, data.toString());
  }

  EventRecord event(ScriptLine.Event event) {
    ObjectNode data = event.data().deepCopy();
    for (String member : TIMES) {
      if (data.hasNonNull(member)) {
        data.put(member, anchor.plus(Duration.parse(data.get(member).textValue())).toString());
      }
    }
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("specversion", "1.0");
    envelope.put("id", event.id());
    envelope.put("source", SOURCE);
    envelope.put("type", "dev.marquee." + event.event());
    envelope.put("subject", event.subject());
    envelope.put("time", anchor.plus(event.effectiveTime()).toString());
    putIfPresent(envelope, "sequence", event.sequence());
    envelope.put("datacontenttype", "application/json");
    envelope.set("data", data);
    return new EventRecord(
        event.key(), Map.of("content-type", "application/cloudevents+json"), envelope.toString());
  }

  EventRecord unreadable(ScriptLine.Unreadable line) {
    return new EventRecord(line.key(), Map.of(), line.unreadable());
  }

  private ObjectNode facts(Show show) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("id", show.id());
    facts.put("title", show.title());
    facts.put("venue", show.venue());
    facts.put("city", show.city());
    facts.put("timeZone", show.timeZone().getId());
    facts.put("startsAt", anchor.plus(show.startsAt()).toString());
    facts.put("endsAt", anchor.plus(show.endsAt()).toString());
    if (show.doorsAt() != null) {
      facts.put("doorsAt", anchor.plus(show.doorsAt()).toString());
    }
    putIfPresent(facts, "gate", show.gate());
    putIfPresent(facts, "gateLabel", show.gateLabel());
    return facts;
  }

  private static void putIfPresent(ObjectNode node, String member, @Nullable String value) {
    if (value != null) {
      node.put(member, value);
    }
  }
}
