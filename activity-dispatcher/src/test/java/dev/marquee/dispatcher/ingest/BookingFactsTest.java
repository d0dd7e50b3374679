package dev.marquee.dispatcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BookingFactsTest {
  private static final Instant BASE = Instant.parse("2026-12-04T12:00:00Z");
  private static final int HISTORIES = 10_000;

  @Test
  void anyOrderWithAnyDuplicatesEndsInTheSameFacts() {
    long seed = 41;
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      // Given
      List<BookingEvent> events = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        events.add(event(random, i));
      }
      BookingFacts inOrder = merged(events);
      List<BookingEvent> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, random.nextInt(events.size())));
      Collections.shuffle(shuffled, random);

      // When
      BookingFacts inAnyOrder = merged(shuffled);

      // Then
      String clue = "seed %d, history %d".formatted(seed, history);
      assertThat(inAnyOrder.bookings()).as(clue).containsExactlyElementsOf(inOrder.bookings());
      assertThat(inAnyOrder.shows()).as(clue).containsExactlyElementsOf(inOrder.shows());
    }
  }

  private static BookingFacts merged(List<BookingEvent> events) {
    BookingFacts facts = new BookingFacts();
    events.forEach(facts::add);
    return facts;
  }

  /** Few ids and few times, so that ties and mixed facets are common. */
  private static BookingEvent event(Random random, int number) {
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
    return switch (random.nextInt(8)) {
      case 0 ->
          new BookingConfirmed(
              context,
              booking,
              "com.example.tickets",
              "u-" + value,
              "TicketAttributes",
              new ShowFacts(show, "Title " + value, null, null, ZoneId.of("UTC"), showtime, null),
              value,
              null,
              null,
              null,
              Map.of());
      case 1 -> new BookingAmended(context, booking, random.nextBoolean() ? null : "u-9", value);
      case 2 -> new BookingCancelled(context, booking, null);
      case 3 ->
          new GateChanged(context, subject, random.nextBoolean() ? null : new Gate(value, null));
      case 4 -> new ShowtimeChanged(context, subject, random.nextBoolean() ? null : showtime);
      case 5 -> new ShowtimeReminder(context, subject, value);
      case 6 -> new MessagePosted(context, subject, random.nextBoolean() ? null : value);
      default -> new ShowEnded(context, show);
    };
  }
}
