package dev.marquee.contracts.booking;

import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.util.Set;

/** {@link BookingEvent}s as CloudEvents. Stateless; any thread. */
public final class BookingEventCodec {
  /** CloudEvents types, as contract. */
  public static final String BOOKING_CONFIRMED = "dev.marquee.booking.confirmed";

  public static final String BOOKING_AMENDED = "dev.marquee.booking.amended";
  public static final String BOOKING_CANCELLED = "dev.marquee.booking.cancelled";
  public static final String GATE_CHANGED = "dev.marquee.gate.changed";
  public static final String SHOWTIME_CHANGED = "dev.marquee.showtime.changed";
  public static final String SHOWTIME_REMINDER = "dev.marquee.showtime.reminder";
  public static final String MESSAGE_POSTED = "dev.marquee.message.posted";
  public static final String SHOW_ENDED = "dev.marquee.show.ended";

  /** Every type of booking-events. */
  public static final Set<String> TYPES =
      Set.of(
          BOOKING_CONFIRMED,
          BOOKING_AMENDED,
          BOOKING_CANCELLED,
          GATE_CHANGED,
          SHOWTIME_CHANGED,
          SHOWTIME_REMINDER,
          MESSAGE_POSTED,
          SHOW_ENDED);

  private static final int VERSION = 1;

  private BookingEventCodec() {}

  /**
   * The event that an envelope carries.
   *
   * @throws MalformedEventException when the type is unknown or the data does not fit it
   */
  public static BookingEvent read(CloudEvent event) {
    if (!TYPES.contains(event.type())) {
      throw new MalformedEventException(
          "$.type", "a type of booking-events", "\"" + event.type() + "\"");
    }
    event.requireVersion(VERSION);
    EventContext context = EventContext.of(event);
    EventSubject subject = EventSubject.parse(event.subject());
    JsonFields data = JsonFields.of(event.data(), "$.data");
    return switch (event.type()) {
      case BOOKING_CONFIRMED -> BookingEventReader.confirmed(context, bookingId(subject), data);
      case BOOKING_AMENDED -> BookingEventReader.amended(context, bookingId(subject), data);
      case BOOKING_CANCELLED ->
          new BookingCancelled(context, bookingId(subject), data.optionalText("reason"));
      case GATE_CHANGED -> new GateChanged(context, subject, BookingEventReader.changedGate(data));
      case SHOWTIME_CHANGED ->
          new ShowtimeChanged(context, subject, BookingEventReader.changedShowtime(data));
      case SHOWTIME_REMINDER ->
          new ShowtimeReminder(context, subject, data.optionalText("message"));
      case MESSAGE_POSTED ->
          new MessagePosted(context, subject, BookingEventReader.changedMessage(data));
      case SHOW_ENDED -> new ShowEnded(context, showId(subject));
      default -> throw new AssertionError(event.type());
    };
  }

  /**
   * The envelope that carries an event.
   *
   * @throws MalformedEventException when nobody could read it, for example because a text is too
   *     long; the caller hears of it instead of the dead letters
   */
  public static CloudEvent write(BookingEvent event) {
    EventContext context = event.context();
    CloudEvent written =
        new CloudEvent(
            context.id(),
            context.source(),
            typeOf(event),
            event.subject().toString(),
            context.time(),
            context.sequence(),
            BookingEventWriter.data(event));
    CloudEventCodec.requireReadable(written);
    var _ = read(written);
    return written;
  }

  private static String typeOf(BookingEvent event) {
    return switch (event) {
      case BookingConfirmed _ -> BOOKING_CONFIRMED;
      case BookingAmended _ -> BOOKING_AMENDED;
      case BookingCancelled _ -> BOOKING_CANCELLED;
      case GateChanged _ -> GATE_CHANGED;
      case ShowtimeChanged _ -> SHOWTIME_CHANGED;
      case ShowtimeReminder _ -> SHOWTIME_REMINDER;
      case MessagePosted _ -> MESSAGE_POSTED;
      case ShowEnded _ -> SHOW_ENDED;
    };
  }

  private static String bookingId(EventSubject subject) {
    return switch (subject) {
      case EventSubject.OfBooking booking -> booking.id();
      case EventSubject.OfShow _ ->
          throw new MalformedEventException("$.subject", "bookings/{id}", "\"" + subject + "\"");
    };
  }

  private static String showId(EventSubject subject) {
    return switch (subject) {
      case EventSubject.OfShow show -> show.id();
      case EventSubject.OfBooking _ ->
          throw new MalformedEventException("$.subject", "shows/{id}", "\"" + subject + "\"");
    };
  }
}
