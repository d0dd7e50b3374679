package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.ReceivedPush;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One booking of one user with one device, with ids and tokens of its own: the events about it, and
 * what APNs received for it.
 */
public final class Ticket {
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong versions = new AtomicLong();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  public final String startToken = token("start");
  public final String updateToken = token("update");
  public final Instant startsAt;

  /**
   * A ticket for a show that starts after a while; its card is due at once if that is below 3 h.
   */
  public Ticket(Duration untilStart) {
    this.startsAt = now.plus(untilStart);
    for (String token : List.of(startToken, updateToken)) {
      RealParts.apns().tokens().issue(token, RealParts.APP, ApnsEnvironment.SANDBOX, _ -> {});
    }
  }

  public String booking() {
    return "b-" + id;
  }

  public String show() {
    return "s-" + id;
  }

  public String device() {
    return "d-" + id;
  }

  public TokenEvent deviceWithStartToken() {
    return device(
        1,
        "u-" + id,
        Map.of(
            "TicketAttributes",
            new RegisteredToken(new PushToken(startToken), now.minusSeconds(3_600))));
  }

  /** The device while it is being erased. */
  public TokenEvent deviceOfNobody() {
    return device(2, null, Map.of());
  }

  private TokenEvent device(
      long ownership, @Nullable String userId, Map<String, RegisteredToken> startTokens) {
    return new DeviceChanged(
        now,
        device(),
        versions.incrementAndGet(),
        ownership,
        userId,
        RealParts.APP,
        dev.marquee.contracts.token.ApnsEnvironment.SANDBOX,
        "18.4",
        "1.0",
        "en-GB",
        "Europe/London",
        true,
        true,
        startTokens);
  }

  public TokenEvent cardWithUpdateToken() {
    return card(updateToken, InstanceState.ACTIVE);
  }

  public TokenEvent card(@Nullable String token, InstanceState state) {
    return new ActivityChanged(
        now,
        device(),
        "kit-" + id,
        booking(),
        versions.incrementAndGet(),
        1,
        1,
        "TicketAttributes",
        state,
        token == null ? null : new RegisteredToken(new PushToken(token), now));
  }

  public BookingEvent confirmed() {
    return new BookingConfirmed(
        at(Duration.ofMinutes(-10)),
        booking(),
        RealParts.APP,
        "u-" + id,
        "TicketAttributes",
        new ShowFacts(
            show(),
            "Show " + id,
            "Old Court",
            "Leipzig",
            ZoneId.of("Europe/Berlin"),
            new Showtime(startsAt, startsAt.plusSeconds(7_200), null),
            new Gate("A", "Door")),
        "Row 1",
        null,
        null,
        null,
        Map.of());
  }

  public BookingEvent showGate(String gate, Duration ago) {
    return new GateChanged(
        at(ago.negated()), new EventSubject.OfShow(show()), new Gate(gate, "Door"));
  }

  /** A gate of this booking alone. */
  public BookingEvent gate(String gate, Duration ago) {
    return new GateChanged(
        at(ago.negated()), new EventSubject.OfBooking(booking()), new Gate(gate, "Door"));
  }

  /** Something that changes no card before there is one. */
  public BookingEvent message(String message, Duration ago) {
    return new MessagePosted(at(ago.negated()), new EventSubject.OfBooking(booking()), message);
  }

  public BookingEvent cancelled() {
    return new BookingCancelled(at(Duration.ofMinutes(-1)), booking(), null);
  }

  public BookingEvent showEnded() {
    return new ShowEnded(at(Duration.ZERO), show());
  }

  private EventContext at(Duration offset) {
    return new EventContext(
        UUID.randomUUID().toString(), "/component-test", now.plus(offset), null);
  }

  /** What reached APNs for this ticket, in order, as {@code event gate}. */
  public List<String> pushes() {
    return received().stream()
        .map(push ->
            push.request().event()
                + " "
                + push.request().json().path("aps").path("content-state").path("gate").asText())
        .toList();
  }

  /** What reached APNs for this ticket, in order. */
  public List<ReceivedPush> received() {
    return RealParts.apns()
        .log()
        .matching(push ->
            push.request().token().equals(startToken)
                || push.request().token().equals(updateToken));
  }

  private String token(String kind) {
    return HexFormat.of().formatHex((kind + id).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
