package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.StackPorts;
import dev.marquee.testbed.stack.TicketApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a newcomer can do next, as lines to paste into another terminal. They work as they stand:
 * ports, token and times are those of this run.
 */
final class FirstSteps {

  /** The owner of the phone that is there from the beginning. */
  static final String PHONE_OWNER = "ada";

  private static final String DEVELOPER = "dev";
  private static final String OPERATOR = "on-call";
  private static final String BOOKING = "first-booking";

  /** Soon enough for the card to start at once, late enough to play with it for hours. */
  private static final Duration SHOW_IN = Duration.ofHours(2);

  private static final Duration SHOW_LENGTH = Duration.ofHours(3);

  private final Checkout checkout;
  private final StackPorts ports;
  private final LocalStack stack;

  FirstSteps(Checkout checkout, StackPorts ports, LocalStack stack) {
    this.checkout = checkout;
    this.ports = ports;
    this.stack = stack;
  }

  /** The lines, after the event that they publish has been written to its file. */
  String text() throws IOException {
    Path event = checkout.stateFolder().resolve("first-booking.jsonl");
    Files.write(event, booking(stack.clock().now()));
    return """
    A bearer token of the user "%s":

      TOKEN=%s

    Register a push-to-start token, as an app does at its launch:

      curl -X PUT %s/v1/devices/my-iphone \\
        -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
        -d '{"app":"%s","environment":"production","startTokens":{"%s":"0a1b2c3d"}}'

    Book a ticket for Ada, whose iPhone is here already: its card starts within a minute.

      %s publish %s

    Then change the gate:

      echo '{"type":"%s","subject":"bookings/%s","data":{"gate":"C"}}' | %s publish -

    Ask the dispatcher what it did, what comes next and why, as the person on call would:

      OPERATOR=%s

      curl -H "Authorization: Bearer $OPERATOR" %s/v1/bookings/%s
    """
        .formatted(
            DEVELOPER,
            stack.tokens().forUser(DEVELOPER),
            stack.registry().uri(),
            TicketApp.BUNDLE_ID,
            TicketApp.ATTRIBUTES_TYPE,
            launcher(),
            path(event),
            BookingEventCodec.GATE_CHANGED,
            BOOKING,
            launcher(),
            stack.tokens().forOperator(OPERATOR),
            stack.dispatchers().getFirst().uri(),
            BOOKING);
  }

  private String launcher() {
    int offset = ports.registry() - StackPorts.standard(0).registry();
    String variable = offset == 0 ? "" : StackPorts.OFFSET_VARIABLE + "=" + offset + " ";
    return variable + (inCheckout() ? "./marquee" : checkout.root().resolve("marquee"));
  }

  private Path path(Path file) {
    return inCheckout() && file.startsWith(checkout.root())
        ? checkout.root().relativize(file)
        : file;
  }

  private boolean inCheckout() {
    return checkout.root().equals(Path.of("").toAbsolutePath());
  }

  private static byte[] booking(Instant now) {
    Instant startsAt = now.plus(SHOW_IN).truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(30));
    BookingConfirmed confirmed =
        new BookingConfirmed(
            new EventContext("first-booking", "/box-office", now, null),
            BOOKING,
            TicketApp.BUNDLE_ID,
            PHONE_OWNER,
            TicketApp.ATTRIBUTES_TYPE,
            new ShowFacts(
                "first-show",
                "Hamlet",
                "Deutsches Theater",
                "Berlin",
                ZoneId.systemDefault(),
                new Showtime(startsAt, startsAt.plus(SHOW_LENGTH), null),
                new Gate("B", null)),
            "Row 5, Seat 12",
            null,
            null,
            null,
            Map.of());
    String line =
        new String(CloudEventCodec.writeStructured(BookingEventCodec.write(confirmed)), UTF_8);
    return (line + "\n").getBytes(UTF_8);
  }
}
