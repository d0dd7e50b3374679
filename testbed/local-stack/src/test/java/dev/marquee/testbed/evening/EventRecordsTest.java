package dev.marquee.testbed.evening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.testbed.evening.EventRecords.EventRecord;
import dev.marquee.testbed.evening.Person.Booking;
import dev.marquee.testbed.evening.ScriptLine.Unreadable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventRecordsTest {

  private final Evening evening = EveningFiles.read(Path.of("../../samples/evening"));
  private final EventRecords records = new EventRecords(evening.shows(), Evening.ANCHOR);

  @Test
  void confirmsABookingInBinaryMode() {
    // Given
    Booking booking = new Booking("b-1", "tosca", "Row 5", Duration.ofDays(-2));

    // When
    EventRecord confirmation = records.confirmation("u-1", booking);

    // Then
    assertThat(confirmation.key()).isEqualTo("b-1");
    assertThat(read(confirmation))
        .isInstanceOfSatisfying(
            BookingConfirmed.class,
            event -> {
              assertThat(event.context().time()).isEqualTo("2026-12-02T18:00:00Z");
              assertThat(event.userId()).isEqualTo("u-1");
              assertThat(event.seat()).isEqualTo("Row 5");
              assertThat(event.show().showtime().startsAt()).isEqualTo("2026-12-04T18:30:00Z");
              assertThat(Objects.requireNonNull(event.show().gate()).name()).isEqualTo("B");
            });
  }

  @Test
  void turnsOffsetsIntoTimes() {
    // Given
    ScriptLine.Event delay =
        new ScriptLine.Event(
            Duration.ofMinutes(-55),
            "showtime.changed",
            "shows/tosca",
            "e-1",
            Duration.ofMinutes(-60),
            "7",
            ScriptBuilder.times(evening.shows().getFirst(), Duration.ofMinutes(20)));

    // When
    EventRecord change = records.event(delay);

    // Then
    assertThat(change.key()).isEqualTo("tosca");
    assertThat(read(change))
        .isInstanceOfSatisfying(
            ShowtimeChanged.class,
            event -> {
              assertThat(event.context().time()).isEqualTo("2026-12-04T17:00:00Z");
              assertThat(event.context().sequence()).isEqualTo("7");
              assertThat(Objects.requireNonNull(event.showtime()).startsAt())
                  .isEqualTo("2026-12-04T18:50:00Z");
            });
  }

  @Test
  void writesEveryEventOfTheEveningReadably() {
    // Given
    var events =
        evening.script().stream()
            .filter(ScriptLine.Event.class::isInstance)
            .map(ScriptLine.Event.class::cast)
            .toList();

    // When
    var read = events.stream().map(records::event).map(EventRecordsTest::read).toList();

    // Then
    assertThat(read).hasSizeGreaterThan(300);
    assertThat(read).extracting(event -> event.context().id()).doesNotHaveDuplicates();
  }

  @Test
  void leavesUnreadableWhatShallBe() {
    // Given
    var unreadable =
        evening.script().stream()
            .filter(Unreadable.class::isInstance)
            .map(line -> records.unreadable((Unreadable) line))
            .toList();

    // When
    assertThat(unreadable)
        .hasSize(2)
        .allSatisfy(line ->
            // Then
            assertThatThrownBy(() -> read(line)).isInstanceOf(MalformedEventException.class));
  }

  private static BookingEvent read(EventRecord line) {
    return BookingEventCodec.read(
        CloudEventCodec.read(line.headers(), line.value().getBytes(UTF_8)));
  }
}
