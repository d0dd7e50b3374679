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
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.testing.PlainEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A box office that says anything about a booking and its show, late and out of order. It knows few
 * values, so that states come back: what was shown before an answer got lost is wanted again.
 */
final class ModelUpstream {
  private static final String SHOW = "s-1";
  private static final Showtime ORIGINAL =
      new Showtime(Snapshots.STARTS_AT, Snapshots.ENDS_AT, null);

  private final Random random;
  private final List<String> bookings;

  /** Says little but a gate and back, so that a state returns while an answer is on its way. */
  private final boolean fickle;

  private int events;

  ModelUpstream(Random random, int bookings) {
    this.random = random;
    this.bookings = IntStream.rangeClosed(1, bookings).mapToObj(i -> "b-" + i).toList();
    this.fickle = random.nextInt(3) == 0;
  }

  List<String> bookings() {
    return bookings;
  }

  BookingEvent next(Instant now) {
    String booking = bookings.get(random.nextInt(bookings.size()));
    EventContext context = context(now);
    if (events <= bookings.size()) {
      return confirmed(context, bookings.get(events - 1));
    }
    if (random.nextInt(12) == 0) {
      return confirmed(context, booking);
    }
    if (fickle && random.nextInt(4) > 0) {
      return new GateChanged(context, new EventSubject.OfShow(SHOW), gate());
    }
    return switch (random.nextInt(10)) {
      case 0 ->
          new BookingAmended(
              context, booking, oneOf(null, null, null, "u-1", "u-1", "u-2"), seat());
      case 1 ->
          random.nextInt(10) == 0
              ? new BookingCancelled(context, booking, null)
              : new ShowtimeReminder(context, subject(booking), oneOf(null, "Soon"));
      case 2, 3 -> new ShowtimeChanged(context, subject(booking), showtime());
      case 4 -> new MessagePosted(context, subject(booking), oneOf(null, "The bar is open"));
      default -> new GateChanged(context, subject(booking), gate());
    };
  }

  /** Times that repeat, so that sequence and id must decide; the newest more often than not. */
  private EventContext context(Instant now) {
    Instant time = now.minusSeconds(random.nextBoolean() ? 0 : 10L * random.nextInt(60));
    Instant coarse = Instant.ofEpochSecond(time.getEpochSecond() / 10 * 10);
    return new EventContext("e-%04d".formatted(++events), "/model", coarse, oneOf(null, "1", "2"));
  }

  private BookingConfirmed confirmed(EventContext context, String booking) {
    return PlainEvents.confirmed(
        context, booking, "u-1", PlainEvents.show(SHOW, ORIGINAL, new Gate("B", null)), seat());
  }

  private EventSubject subject(String booking) {
    return random.nextBoolean()
        ? new EventSubject.OfShow(SHOW)
        : new EventSubject.OfBooking(booking);
  }

  private String seat() {
    return "Seat " + random.nextInt(2);
  }

  private @Nullable Gate gate() {
    String name = oneOf(null, "A", "B");
    return name == null ? null : new Gate(name, null);
  }

  private @Nullable Showtime showtime() {
    Duration shift = oneOf(null, Duration.ofMinutes(-20), Duration.ofMinutes(30));
    return shift == null
        ? null
        : new Showtime(ORIGINAL.startsAt().plus(shift), ORIGINAL.endsAt().plus(shift), null);
  }

  @SafeVarargs
  private final <T> @Nullable T oneOf(@Nullable T... values) {
    return values[random.nextInt(values.length)];
  }
}
