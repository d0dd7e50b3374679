package dev.marquee.contracts.booking;

import dev.marquee.contracts.envelope.MalformedEventException;

/** What an event is about: one booking, or a whole show. */
public sealed interface EventSubject {

  /** The identifier in the upstream system; also the Kafka key of the event. */
  String id();

  /** One booking, {@code bookings/{id}}. */
  record OfBooking(String id) implements EventSubject {
    @Override
    public String toString() {
      return BOOKINGS + id;
    }
  }

  /** A whole show with all its bookings, {@code shows/{id}}. */
  record OfShow(String id) implements EventSubject {
    @Override
    public String toString() {
      return SHOWS + id;
    }
  }

  /** How the subject of a booking begins. */
  String BOOKINGS = "bookings/";

  /** How the subject of a show begins. */
  String SHOWS = "shows/";

  /**
   * Reads a CloudEvents subject.
   *
   * @throws MalformedEventException when it names neither a booking nor a show
   */
  static EventSubject parse(String subject) {
    if (subject.startsWith(BOOKINGS) && subject.length() > BOOKINGS.length()) {
      return new OfBooking(subject.substring(BOOKINGS.length()));
    }
    if (subject.startsWith(SHOWS) && subject.length() > SHOWS.length()) {
      return new OfShow(subject.substring(SHOWS.length()));
    }
    throw new MalformedEventException(
        "$.subject", "bookings/{id} or shows/{id}", "\"" + subject + "\"");
  }
}
