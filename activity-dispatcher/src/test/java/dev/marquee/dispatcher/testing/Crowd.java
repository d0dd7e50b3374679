package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many people with a booking and a phone each, by number, all of one show: the events about them.
 *
 * @param startsAt when the show starts; it lasts two hours and a half
 */
public record Crowd(Instant startsAt) {
  /** The app on all the phones. */
  public static final String APP = "com.example.tickets";

  private static final String SHOW = "s-1";

  /** What {@code event} says of each number up to {@code count}. */
  public static <E> List<E> each(int count, IntFunction<E> event) {
    return IntStream.rangeClosed(1, count).mapToObj(event).toList();
  }

  public BookingEvent confirmed(int number) {
    return new BookingConfirmed(
        context("confirmed-" + number, startsAt.minus(Duration.ofDays(30))),
        "b-" + number,
        APP,
        "u-" + number,
        "TicketAttributes",
        new ShowFacts(
            SHOW,
            "Twelfth Night",
            "Old Court",
            "Leipzig",
            ZoneId.of("Europe/Berlin"),
            showtime(startsAt),
            new Gate("A", "Door")),
        "Seat " + number,
        null,
        null,
        null,
        Map.of());
  }

  public BookingEvent gate(int number, String gate, Instant at) {
    return new GateChanged(
        context("gate-%d-%s".formatted(number, gate), at),
        new EventSubject.OfBooking("b-" + number),
        new Gate(gate, null));
  }

  /** The gate of the whole show. */
  public BookingEvent showGate(String gate, Instant at) {
    return new GateChanged(
        context("show-gate-" + gate, at), new EventSubject.OfShow(SHOW), new Gate(gate, null));
  }

  /** The show is at another time. */
  public BookingEvent showMoved(Instant newStartsAt, Instant at) {
    return moved("show-moved", new EventSubject.OfShow(SHOW), newStartsAt, at);
  }

  /** One booking is at another time than its show. */
  public BookingEvent moved(int number, Instant newStartsAt, Instant at) {
    return moved("moved-" + number, new EventSubject.OfBooking("b-" + number), newStartsAt, at);
  }

  private static BookingEvent moved(
      String id, EventSubject subject, Instant newStartsAt, Instant at) {
    return new ShowtimeChanged(context(id, at), subject, showtime(newStartsAt));
  }

  private static Showtime showtime(Instant startsAt) {
    return new Showtime(startsAt, startsAt.plus(Duration.ofMinutes(150)), null);
  }

  /** The booking changes hands. */
  public BookingEvent transferred(int number, int toNumber, Instant at) {
    return new BookingAmended(
        context("transferred-" + number, at), "b-" + number, "u-" + toNumber, null);
  }

  public TokenEvent device(int number) {
    return device(number, 1, "u-" + number, token(number, registeredAt()));
  }

  /** The device hands another push-to-start token over. */
  public TokenEvent deviceWithToken(int number, String hex) {
    return device(
        number, 2, "u-" + number, new RegisteredToken(new PushToken(hex), registeredAt()));
  }

  /** Nobody is signed in on the device any more. */
  public TokenEvent signedOut(int number) {
    return device(number, 2, null, token(number, registeredAt()));
  }

  private TokenEvent device(
      int number, long version, @Nullable String user, RegisteredToken startToken) {
    return new DeviceChanged(
        registeredAt(),
        "d-" + number,
        version,
        version,
        user,
        APP,
        ApnsEnvironment.SANDBOX,
        null,
        null,
        null,
        null,
        true,
        true,
        Map.of("TicketAttributes", startToken));
  }

  private Instant registeredAt() {
    return startsAt.minus(Duration.ofDays(30));
  }

  public TokenEvent card(int number, Instant at) {
    return new ActivityChanged(
        at,
        "d-" + number,
        "kit-" + number,
        "b-" + number,
        1,
        1,
        1,
        "TicketAttributes",
        InstanceState.ACTIVE,
        token(number, at));
  }

  private static RegisteredToken token(int number, Instant at) {
    return new RegisteredToken(new PushToken("%032x".formatted(number)), at);
  }

  private static EventContext context(String id, Instant at) {
    return new EventContext(id, "/crowd", at, null);
  }
}
