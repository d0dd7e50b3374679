package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.dispatcher.activity.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A box office that says anything about two bookings of one show, late and out of order. */
final class ModelUpstream {
  static final List<String> BOOKINGS = List.of("b-1", "b-2");
  private static final String SHOW = "s-1";
  private static final Showtime ORIGINAL =
      new Showtime(Snapshots.STARTS_AT, Snapshots.ENDS_AT, null);

  private final Random random;
  private int events;

  ModelUpstream(Random random) {
    this.random = random;
  }

  BookingEvent next(Instant now) {
    String booking = BOOKINGS.get(random.nextInt(BOOKINGS.size()));
    EventContext context = context(now);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> confirmed(context, booking);
      case 3 ->
          new BookingAmended(
              context, booking, oneOf(null, "u-1", "u-2"), "Seat " + random.nextInt(9));
      case 4 ->
          random.nextInt(4) == 0
              ? new BookingCancelled(context, booking, null)
              : confirmed(context, booking);
      case 5, 6 -> new GateChanged(context, subject(booking), gate());
      case 7, 8 -> new ShowtimeChanged(context, subject(booking), showtime());
      case 9 -> new ShowtimeReminder(context, subject(booking), oneOf(null, "Soon"));
      default ->
          new MessagePosted(
              context, subject(booking), oneOf(null, "Coats are free", "Bar is open"));
    };
  }

  /** Times that repeat, so that sequence and id must decide. */
  private EventContext context(Instant now) {
    Instant time = now.minusSeconds(10L * random.nextInt(60));
    Instant coarse = Instant.ofEpochSecond(time.getEpochSecond() / 10 * 10);
    return new EventContext("e-%04d".formatted(++events), "/model", coarse, oneOf(null, "1", "2"));
  }

  private BookingConfirmed confirmed(EventContext context, String booking) {
    return new BookingConfirmed(
        context,
        booking,
        "com.example.tickets",
        "u-1",
        "TicketAttributes",
        new ShowFacts(
            SHOW,
            "Twelfth Night",
            "Deutsches Theater",
            "Berlin",
            ZoneId.of("Europe/Berlin"),
            ORIGINAL,
            new Gate("B", null)),
        "Seat " + random.nextInt(9),
        null,
        null,
        null,
        Map.of());
  }

  private EventSubject subject(String booking) {
    return random.nextBoolean()
        ? new EventSubject.OfShow(SHOW)
        : new EventSubject.OfBooking(booking);
  }

  private @Nullable Gate gate() {
    String name = oneOf(null, "A", "B", "C");
    return name == null ? null : new Gate(name, null);
  }

  private @Nullable Showtime showtime() {
    Duration shift = oneOf(null, Duration.ZERO, Duration.ofMinutes(-20), Duration.ofMinutes(30));
    return shift == null
        ? null
        : new Showtime(ORIGINAL.startsAt().plus(shift), ORIGINAL.endsAt().plus(shift), null);
  }

  @SafeVarargs
  private final <T> @Nullable T oneOf(@Nullable T... values) {
    return values[random.nextInt(values.length)];
  }
}
