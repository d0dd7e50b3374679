package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.booking.BookingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What piled up while no dispatcher ran: two bookings whose cards are due, and, batches later, that
 * one of them is cancelled.
 *
 * @param cancelled the one whose card must never start
 * @param kept its neighbour
 */
public record Backlog(Ticket cancelled, Ticket kept) {
  /** More than several polls bring. */
  private static final int EVENTS_BETWEEN = 4_000;

  static Backlog publish() {
    Ticket cancelled = new Ticket(Duration.ofHours(1));
    Ticket kept = new Ticket(Duration.ofHours(1));
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers())) {
      upstream.publish(cancelled.deviceWithStartToken());
      upstream.publish(kept.deviceWithStartToken());
      List<BookingEvent> events = new ArrayList<>(List.of(cancelled.confirmed(), kept.confirmed()));
      for (int i = 0; i < EVENTS_BETWEEN; i++) {
        events.add(cancelled.message("Message " + i, Duration.ofMinutes(5)));
      }
      events.add(cancelled.cancelled());
      upstream.publishAll(events);
    }
    return new Backlog(cancelled, kept);
  }
}
