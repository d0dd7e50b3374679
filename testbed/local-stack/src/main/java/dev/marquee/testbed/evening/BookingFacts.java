package dev.marquee.testbed.evening;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.evening.ContentState.Status;
import dev.marquee.testbed.evening.Person.Booking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is true of one confirmed booking, given the events that have arrived so far. Worked out from
 * scratch each time: no order of arrival can matter.
 *
 * @param owner the user whose phones show it
 * @param ownedSince the time of the event that made them the owner
 * @param content with the status confirmed, delayed or cancelled; that a show is over is said by
 *     {@code overSince}
 * @param overSince the time of {@code show.ended}
 * @param placeSince the time of the event that gave the current gate, likewise for the others
 * @param reminders the newest reminder of the booking and that of the show
 */
record BookingFacts(
    String owner,
    Instant ownedSince,
    ContentState content,
    boolean cancelled,
    @Nullable Instant overSince,
    Instant placeSince,
    Instant timesSince,
    Instant messageSince,
    List<Arrival> reminders) {

  static BookingFacts of(
      Show show, Booking booking, String buyer, List<Arrival> arrivals, Instant anchor) {
    Reader reader = new Reader(arrivals, "bookings/" + booking.id(), "shows/" + show.id());
    Instant bookedAt = anchor.plus(booking.bookedAt());
    Optional<Arrival> gate = reader.override("gate.changed", "gate");
    Optional<Arrival> times = reader.override("showtime.changed", "startsAt");
    Instant startsAt = anchor.plus(times.map(t -> offset(t, "startsAt")).orElse(show.startsAt()));
    Optional<Arrival> transfer = reader.amended("userId", bookedAt);
    boolean cancelled = reader.own("booking.cancelled").isPresent();
    Status inTime =
        startsAt.isAfter(anchor.plus(show.startsAt())) ? Status.DELAYED : Status.CONFIRMED;
    ContentState content =
        new ContentState(
            show.title(),
            show.venue(),
            gate.map(g -> text(g, "gate")).orElse(show.gate()),
            gate.map(g -> text(g, "gateLabel")).orElse(show.gateLabel()),
            reader.amended("seat", bookedAt).map(seat -> text(seat, "seat")).orElse(booking.seat()),
            startsAt,
            anchor.plus(times.map(t -> offset(t, "endsAt")).orElse(show.endsAt())),
            cancelled ? Status.CANCELLED : inTime,
            reader.override("message.posted", "message").map(m -> text(m, "message")).orElse(null));
    return new BookingFacts(
        transfer.map(t -> text(t, "userId")).orElse(buyer),
        transfer.map(Arrival::time).orElse(bookedAt),
        content,
        cancelled,
        reader.ofShow("show.ended").map(Arrival::time).orElse(null),
        reader.since("gate.changed", "gate"),
        reader.since("showtime.changed", "startsAt"),
        reader.since("message.posted", "message"),
        Stream.of(reader.own("showtime.reminder"), reader.ofShow("showtime.reminder"))
            .flatMap(Optional::stream)
            .toList());
  }

  private static String text(Arrival arrival, String member) {
    return arrival.data().path(member).asText();
  }

  private static Duration offset(Arrival arrival, String member) {
    return Duration.parse(text(arrival, member));
  }

  /** Finds the newest event of a facet, of the booking itself or of its show. */
  private record Reader(List<Arrival> arrivals, String booking, String show) {

    Optional<Arrival> own(String event) {
      return newest(event, booking);
    }

    Optional<Arrival> ofShow(String event) {
      return newest(event, show);
    }

    /** The booking's own change unless it is withdrawn, else the show's unless it is withdrawn. */
    Optional<Arrival> override(String event, String member) {
      return own(event)
          .filter(change -> isGiven(change, member))
          .or(() -> ofShow(event).filter(change -> isGiven(change, member)));
    }

    /** The time of what {@link #override} found; a withdrawal uncovers what the show says. */
    Instant since(String event, String member) {
      Optional<Arrival> own = own(event);
      if (own.filter(change -> isGiven(change, member)).isPresent()) {
        return own.get().time();
      }
      return Stream.of(own, ofShow(event))
          .flatMap(Optional::stream)
          .map(Arrival::time)
          .max(Instant::compareTo)
          .orElse(Instant.MIN);
    }

    Optional<Arrival> amended(String member, Instant confirmedAt) {
      return arrivals.stream()
          .filter(arrival -> arrival.event().equals("booking.amended"))
          .filter(arrival -> arrival.subject().equals(booking) && isGiven(arrival, member))
          .filter(arrival -> arrival.time().isAfter(confirmedAt))
          .max(Arrival::compareTo);
    }

    private Optional<Arrival> newest(String event, String subject) {
      return arrivals.stream()
          .filter(arrival -> arrival.event().equals(event))
          .filter(arrival -> arrival.subject().equals(subject))
          .max(Arrival::compareTo);
    }

    private static boolean isGiven(Arrival arrival, String member) {
      JsonNode value = arrival.data().path(member);
      return !value.isMissingNode() && !value.isNull();
    }
  }
}
