package dev.marquee.contracts.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class BookingEventCodecTest {
  private static final Instant START = Instant.parse("2026-12-04T18:30:00Z");
  private static final Showtime SHOWTIME =
      new Showtime(START, START.plusSeconds(7_200), START.minusSeconds(1_800));
  private static final EventContext CONTEXT =
      new EventContext("e-1", "/box-office", Instant.parse("2026-03-01T10:00:00Z"), "1");
  private static final EventSubject SHOW = new EventSubject.OfShow("s-1");
  private static final EventSubject BOOKING = new EventSubject.OfBooking("b/with/slashes");

  static Stream<BookingEvent> events() {
    ShowFacts show =
        new ShowFacts(
            "s-1",
            "Twelfth Night",
            "Old Court",
            "Leipzig",
            ZoneId.of("Europe/Berlin"),
            SHOWTIME,
            new Gate("B", "Door"));
    return Stream.of(
        new BookingConfirmed(
            CONTEXT,
            "b-1",
            "com.example.tickets",
            "u-1",
            "TicketAttributes",
            show,
            "Row 5, Seat 12",
            "tickets://b-1",
            new AccentColors("#A1B2C3", "#ffffff"),
            "poster",
            Map.of(
                "wing", new Extra.Text("left"),
                "coach", new Extra.Numeric(new BigDecimal("12")),
                "discount", new Extra.Numeric(new BigDecimal("0.125")),
                "wheelchair", new Extra.Flag(true))),
        new BookingConfirmed(
            CONTEXT,
            "b-1",
            "com.example.tickets",
            "u-1",
            "TicketAttributes",
            new ShowFacts("s-1", "x", null, null, ZoneId.of("UTC"), SHOWTIME, null),
            null,
            null,
            null,
            null,
            Map.of()),
        new BookingAmended(CONTEXT, "b-1", "u-2", null),
        new BookingAmended(CONTEXT, "b-1", null, "Row 1"),
        new BookingCancelled(CONTEXT, "b-1", "refunded"),
        new GateChanged(CONTEXT, SHOW, new Gate("C", null)),
        new GateChanged(CONTEXT, BOOKING, null),
        new ShowtimeChanged(CONTEXT, SHOW, SHOWTIME),
        new ShowtimeChanged(CONTEXT, BOOKING, null),
        new ShowtimeReminder(CONTEXT, SHOW, null),
        new ShowtimeReminder(CONTEXT, BOOKING, "Last call"),
        new MessagePosted(CONTEXT, SHOW, "Bar closes at ten"),
        new MessagePosted(CONTEXT, SHOW, null),
        new ShowEnded(CONTEXT, "s-1"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsEveryEventThatItWrote(BookingEvent event) {
    // When
    byte[] bytes = CloudEventCodec.writeStructured(BookingEventCodec.write(event));
    BookingEvent read = BookingEventCodec.read(CloudEventCodec.read(Map.of(), bytes));

    // Then
    assertThat(read).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gate.changed      | shows/1    | `{}` | $.data.gate: expected a value, or null to withdraw, found nothing
          gate.changed      | halls/1    | `{"gate":"C"}` | $.subject: expected bookings/{id} or shows/{id}
          gate.changed      | shows/1    | `{"gate":7}` | $.data.gate: expected a text, found 7
          gate.changed      | shows/1    | `{"gate":"a\\u0000b"}` | $.data.gate: expected a text without NUL characters
          showtime.changed  | shows/1    | `{"startsAt":"2026-12-04T18:30:00Z"}` | $.data.endsAt: expected a time
          showtime.changed  | shows/1    | `{"startsAt":"2026-12-04T18:30:00Z","endsAt":"2026-12-04T18:00:00Z"}` | $.data.endsAt: expected a time after startsAt
          booking.amended   | bookings/1 | `{}` | $.data: expected userId or seat, found neither
          booking.cancelled | shows/1    | `{}` | $.subject: expected bookings/{id}
          show.ended        | bookings/1 | `{}` | $.subject: expected shows/{id}
          show.exploded     | shows/1    | `{}` | $.type: expected a type of booking-events
          booking.confirmed | bookings/1 | `{"app":"a","userId":"u","activityType":"T"}` | $.data.show: expected an object, found nothing
          booking.confirmed | bookings/1 | `{"app":"a","userId":"u","activityType":"T","show":{"id":"s","title":"t","timeZone":"UTC","startsAt":"2026-12-04T18:30:00Z","endsAt":"2026-12-04T20:30:00Z"},"accentColors":{"background":"red"}}` | $.data.accentColors.background: expected a colour such as #AABBCC, found "red"
          """)
  void saysWhereAndWhyAnEventIsMalformed(
      String type, String subject, String data, String complaint) {
    // Given
    String line =
        """
        {"specversion":"1.0","id":"1","source":"/x","type":"dev.marquee.%s","subject":"%s",
         "time":"2026-12-04T18:00:00Z","data":%s}\
        """
            .formatted(type, subject, data);

    // When / Then
    assertThatThrownBy(() ->
            BookingEventCodec.read(
                CloudEventCodec.read(Map.of(), line.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(complaint);
  }

  static Stream<Arguments> unreadableEvents() {
    EventContext twoLines = new EventContext("e\n1", "/box-office", CONTEXT.time(), null);
    EventContext outOfTime =
        new EventContext("e-1", "/box-office", Instant.EPOCH.minusMillis(1), null);
    return Stream.of(
        Arguments.of(new MessagePosted(CONTEXT, SHOW, "x".repeat(1_001)), "$.data.message"),
        Arguments.of(new MessagePosted(CONTEXT, SHOW, "a\0b"), "$.data.message"),
        Arguments.of(new GateChanged(CONTEXT, SHOW, new Gate(" ", null)), "$.data.gate"),
        Arguments.of(new BookingAmended(CONTEXT, "b-1", null, null), "$.data"),
        Arguments.of(new ShowEnded(CONTEXT, "s".repeat(200)), "$.subject"),
        Arguments.of(new ShowEnded(twoLines, "s-1"), "$.id"),
        Arguments.of(new ShowEnded(outOfTime, "s-1"), "$.time"));
  }

  @ParameterizedTest
  @MethodSource("unreadableEvents")
  void writesNothingThatItWouldNotRead(BookingEvent event, String path) {
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> BookingEventCodec.write(event))
        .extracting(MalformedEventException::path)
        .isEqualTo(path);
  }
}
