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
 * A full house: ticket holders of one show, each with a device on which the card of one app already
 * runs. Everything about a holder follows from the holder's number, which counts from 0.
 */
final class House {

  /** Where everybody goes in until something changes. */
  static final String FIRST_GATE = "A";

  private static final int TOKEN_BYTES = 80;

  private final String app;
  private final int firstDevice;
  private final int holders;
  private final Instant now;
  private final ShowFacts show;

  /**
   * Plans a house.
   *
   * @param app whose cards they are
   * @param firstDevice the number of the first holder's device; no two houses of one stack have the
   *     same devices
   * @param holders how many there are
   * @param now business time
   */
  House(String app, int firstDevice, int holders, Instant now) {
    this.app = app;
    this.firstDevice = firstDevice;
    this.holders = holders;
    this.now = now;
    Instant startsAt = now.plus(Duration.ofHours(1));
    this.show =
        new ShowFacts(
            "show-of-" + app,
            "Benchmark",
            "Main stage",
            "Berlin",
            ZoneOffset.UTC,
            new Showtime(startsAt, startsAt.plus(Duration.ofHours(3)), null),
            new Gate(FIRST_GATE, null));
  }

  String app() {
    return app;
  }

  int holders() {
    return holders;
  }

  /** The first update token of a holder's card. */
  String token(int holder) {
    return token(holder, 0);
  }

  /**
   * An update token of a holder's card: begins with the number of the device, and goes on as if by
   * chance.
   *
   * @param generation counts from 0 the tokens that a card has had
   */
  String token(int holder, int generation) {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SplittableRandom(((long) generation << Integer.SIZE) + number(holder)).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(number(holder));
    return HexFormat.of().formatHex(bytes);
  }

  /** The holder of a token of this house; of another house's, a number that no holder here has. */
  int holderOf(String token) {
    return HexFormat.fromHexDigits(token, 0, Integer.BYTES * 2) - firstDevice;
  }

  private int number(int holder) {
    return firstDevice + holder;
  }

  String deviceId(int holder) {
    return "device-" + number(holder);
  }

  String bookingId(int holder) {
    return "booking-" + number(holder);
  }

  String userId(int holder) {
    return "user-" + number(holder);
  }

  String activityKitId(int holder) {
    return "card-" + number(holder);
  }

  BookingEvent booking(int holder) {
    return new BookingConfirmed(
        context("booking", holder, now),
        bookingId(holder),
        app,
        userId(holder),
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
        userId(holder),
        app,
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
        activityKitId(holder),
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

  private EventContext context(String what, int holder, Instant time) {
    return new EventContext(what + "-" + number(holder), "/benchmark", time, null);
  }
}
