package dev.marquee.testbed.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.Upstream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The booking system of the story: one show, and what it says about it. Waits for the broker each
 * time.
 */
final class BoxOffice {

  private static final String SOURCE = "/box-office";

  private final Upstream upstream;
  private final InstantSource clock;
  private final ShowFacts show;
  private int events;

  BoxOffice(Upstream upstream, InstantSource clock, ShowFacts show) {
    this.upstream = upstream;
    this.clock = clock;
    this.show = show;
  }

  void confirm(Guest guest) {
    publish(
        new BookingConfirmed(
            at(clock.instant()),
            guest.bookingId(),
            TicketApp.BUNDLE_ID,
            guest.userId(),
            TicketApp.ATTRIBUTES_TYPE,
            show,
            guest.seat(),
            null,
            null,
            null,
            Map.of()));
  }

  void changeGate(String gate, Instant decidedAt) {
    publish(new GateChanged(at(decidedAt), everybody(), new Gate(gate, null)));
  }

  void post(String message, Instant writtenAt) {
    publish(new MessagePosted(at(writtenAt), everybody(), message));
  }

  void remind(String message) {
    publish(new ShowtimeReminder(at(clock.instant()), everybody(), message));
  }

  void endShow() {
    publish(new ShowEnded(at(clock.instant()), show.id()));
  }

  /** Sends under the show's key what nobody can read. */
  void mumble(String bytes) {
    upstream.publish(show.id(), bytes.getBytes(UTF_8), Map.of()).join();
  }

  private void publish(BookingEvent event) {
    upstream.publish(event).join();
  }

  private EventSubject everybody() {
    return new EventSubject.OfShow(show.id());
  }

  private EventContext at(Instant time) {
    events++;
    return new EventContext("story-" + events, SOURCE, time, null);
  }
}
