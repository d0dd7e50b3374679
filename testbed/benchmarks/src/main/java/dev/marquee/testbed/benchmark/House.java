package dev.marquee.testbed.benchmark;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.testbed.stack.TicketApp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A full house: ticket holders of one show, each with a device on which the card already runs.
 * Everything about a holder follows from the holder's number.
 */
final class House {

  /** Where everybody goes in until something changes. */
  static final String FIRST_GATE = "A";

  private static final int TOKEN_BYTES = 80;

  private final Instant now;
  private final ShowFacts show;

  House(Instant now) {
    this.now = now;
    Instant startsAt = now.plus(Duration.ofHours(1));
    this.show =
        new ShowFacts(
            "benchmark-show",
            "Benchmark",
            "Main stage",
            "Berlin",
            ZoneOffset.UTC,
            new Showtime(startsAt, startsAt.plus(Duration.ofHours(3)), null),
            new Gate(FIRST_GATE, null));
  }

  /** Begins with the number of the holder, and goes on as if by chance. */
  String token(int holder) {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SplittableRandom(holder).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(holder);
    return HexFormat.of().formatHex(bytes);
  }

  /** The holder of a token. */
  static int holderOf(String token) {
    return HexFormat.fromHexDigits(token, 0, Integer.BYTES * 2);
  }

  String deviceId(int holder) {
    return "device-" + holder;
  }

  String bookingId(int holder) {
    return "booking-" + holder;
  }

  BookingEvent booking(int holder) {
    return new BookingConfirmed(
        context("booking", holder, now),
        bookingId(holder),
        TicketApp.BUNDLE_ID,
        "user-" + holder,
        TicketApp.ATTRIBUTES_TYPE,
        show,
        "Seat " + holder,
        null,
        null,
        null,
        Map.of());
  }

  DeviceChanged device(int holder) {
    return new DeviceChanged(
        now,
        deviceId(holder),
        1,
        1,
        "user-" + holder,
        TicketApp.BUNDLE_ID,
        ApnsEnvironment.PRODUCTION,
        "26.1",
        "1.0.0",
        "en",
        "Europe/Berlin",
        true,
        true,
        Map.of());
  }

  ActivityChanged runningCard(int holder) {
    return new ActivityChanged(
        now,
        deviceId(holder),
        "card-" + holder,
        bookingId(holder),
        2,
        1,
        2,
        TicketApp.ATTRIBUTES_TYPE,
        InstanceState.ACTIVE,
        new RegisteredToken(new PushToken(token(holder)), now));
  }

  /** The one change of a phase: this holder, and nobody else, goes to another gate. */
  BookingEvent gateChange(int holder, String gate, Instant time) {
    return new GateChanged(
        context(gate, holder, time),
        new EventSubject.OfBooking(bookingId(holder)),
        new Gate(gate, null));
  }

  private static EventContext context(String what, int holder, Instant time) {
    return new EventContext(what + "-" + holder, "/benchmark", time, null);
  }
}
