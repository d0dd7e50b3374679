package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Events of both topics about two users, two bookings, two shows and two devices: bookings change
 * hands, users are erased. Few ids, values and times, so that ties and mixed facets are common.
 */
public final class RandomFacts {
  /** The time of the first events; the last are three seconds later. */
  public static final Instant BASE = Instant.parse("2026-12-04T12:00:00Z");

  private static final int BOOKING_EVENTS = 8;
  private static final int TOKEN_EVENTS = 6;

  private final Random random;

  public RandomFacts(Random random) {
    this.random = random;
  }

  /**
   * What happened.
   *
   * @param tokens of one row each a newer version than those before it
   */
  public record History(List<BookingEvent> bookings, List<TokenEvent> tokens) {}

  /** Events in the order in which they happened. */
  public History history() {
    List<BookingEvent> bookings = new ArrayList<>();
    for (int i = 0; i < BOOKING_EVENTS; i++) {
      bookings.add(bookingEvent(i));
    }
    List<TokenEvent> tokens = new ArrayList<>();
    for (int version = 1; version <= TOKEN_EVENTS; version++) {
      tokens.add(tokenEvent(version));
    }
    return new History(bookings, tokens);
  }

  /** The same events in any order, some of them twice, cut into batches of any size. */
  public <E> List<List<E>> delayed(List<E> events) {
    List<E> arriving = new ArrayList<>(events);
    arriving.addAll(events.subList(0, random.nextInt(events.size())));
    Collections.shuffle(arriving, random);
    List<List<E>> batches = new ArrayList<>();
    int from = 0;
    while (from < arriving.size()) {
      int to = from + 1 + random.nextInt(arriving.size() - from);
      batches.add(List.copyOf(arriving.subList(from, to)));
      from = to;
    }
    return batches;
  }

  private BookingEvent bookingEvent(int number) {
    String sequence = random.nextBoolean() ? null : Integer.toString(random.nextInt(3));
    EventContext context =
        new EventContext("e-" + number, "/x", BASE.plusSeconds(random.nextInt(3)), sequence);
    String booking = "b-" + random.nextInt(2);
    String show = "s-" + random.nextInt(2);
    EventSubject subject =
        random.nextBoolean() ? new EventSubject.OfBooking(booking) : new EventSubject.OfShow(show);
    String value = Integer.toString(random.nextInt(4));
    Showtime showtime =
        new Showtime(BASE.plusSeconds(random.nextInt(900)), BASE.plusSeconds(9_000), null);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 ->
          PlainEvents.confirmed(
              context, booking, user(), PlainEvents.show(show, showtime, gate(value)), value);
      case 3 -> new BookingAmended(context, booking, random.nextBoolean() ? null : user(), value);
      case 4 -> new BookingCancelled(context, booking, null);
      case 5 -> new GateChanged(context, subject, gate(value));
      case 6 -> new ShowtimeChanged(context, subject, random.nextBoolean() ? null : showtime);
      case 7 -> new ShowtimeReminder(context, subject, value);
      case 8 -> new MessagePosted(context, subject, random.nextBoolean() ? null : value);
      default -> new ShowEnded(context, show);
    };
  }

  private TokenEvent tokenEvent(int version) {
    Instant time = BASE.plusSeconds(version);
    if (random.nextInt(5) == 0) {
      return new UserErased(BASE.plusSeconds(random.nextInt(4)), user(), version);
    }
    String device = "d-" + random.nextInt(2);
    if (random.nextBoolean()) {
      return new DeviceChanged(
          time,
          device,
          version,
          version,
          user(),
          "com.example.tickets",
          ApnsEnvironment.SANDBOX,
          null,
          null,
          random.nextBoolean() ? "de-AT" : null,
          null,
          random.nextInt(4) > 0,
          random.nextBoolean(),
          random.nextInt(4) == 0 ? Map.of() : Map.of("TicketAttributes", token(time)));
    }
    String booking = "b-" + random.nextInt(2);
    int ordinal = 1 + random.nextInt(2);
    InstanceState state = List.of(InstanceState.values()).get(random.nextInt(4));
    return new ActivityChanged(
        time,
        device,
        "card-%d-of-%s".formatted(ordinal, booking),
        booking,
        version,
        version,
        ordinal,
        "TicketAttributes",
        state,
        random.nextBoolean() ? null : token(time));
  }

  private RegisteredToken token(Instant registeredAt) {
    return new RegisteredToken(
        new PushToken("%032x".formatted(random.nextInt(1_000))), registeredAt);
  }

  private @Nullable Gate gate(String name) {
    return random.nextBoolean() ? null : new Gate(name, null);
  }

  private String user() {
    return "u-" + random.nextInt(2);
  }
}
