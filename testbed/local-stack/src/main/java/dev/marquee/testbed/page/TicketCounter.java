package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The booking system of the page: sells one show at a time, and tells Marquee what happens to it,
 * at the business time at which it happens. Each act returns what to tell the visitor. Thread-safe.
 */
final class TicketCounter {

  private static final String SOURCE = "/phones-page";
  private static final Duration DELAY = Duration.ofMinutes(30);
  private static final String REMINDER = "Please take your seats";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  private final Consumer<BookingEvent> marquee;
  private final InstantSource clock;
  private final Map<String, String> bookings = new LinkedHashMap<>();
  private PageShow show;
  private int shows = 1;
  private int sold;
  private int events;

  /**
   * A counter that has sold nothing.
   *
   * @param marquee publishes an event, and returns once it is published
   */
  TicketCounter(Consumer<BookingEvent> marquee, InstantSource clock) {
    this.marquee = marquee;
    this.clock = clock;
    this.show = PageShow.onSale("hamlet-1", clock.instant());
  }

  synchronized PageShow show() {
    return show;
  }

  /** How many have a ticket for the present show. */
  synchronized int booked() {
    return bookings.size();
  }

  synchronized boolean hasBooked(VirtualPhone phone) {
    return bookings.containsKey(phone.name());
  }

  synchronized String book(VirtualPhone phone) {
    Instant now = clock.instant();
    if (show.isOver(now)) {
      shows++;
      show = PageShow.onSale("hamlet-" + shows, now);
      bookings.clear();
    }
    if (hasBooked(phone)) {
      throw new ControlRefusedException(NOT_NOW, owner(phone) + " has a ticket already.");
    }
    sold++;
    String booking = "page-booking-" + sold;
    publish(
        new BookingConfirmed(
            context(),
            booking,
            TicketApp.BUNDLE_ID,
            phone.profile().userId(),
            TicketApp.ATTRIBUTES_TYPE,
            show.facts(),
            "Row %d, Seat %d".formatted(4 + sold % 9, 3 + sold * 5 % 17),
            null,
            null,
            null,
            Map.of()));
    bookings.put(phone.name(), booking);
    return "%s has a ticket for %s, on %s. The card starts three hours before: skip to it."
        .formatted(owner(phone), PageShow.TITLE, DAY.format(startsAt()));
  }

  synchronized String cancel(VirtualPhone phone) {
    String booking = bookings.get(phone.name());
    if (booking == null) {
      throw new ControlRefusedException(NOT_NOW, owner(phone) + " has no ticket.");
    }
    publish(new BookingCancelled(context(), booking, null));
    bookings.remove(phone.name());
    return owner(phone) + "’s booking is cancelled. The card, if there is one, comes to its end.";
  }

  synchronized String changeGate() {
    PageShow next = running().withNextGate();
    publish(new GateChanged(context(), everybody(), new Gate(next.gate(), null)));
    show = next;
    return "The gate is now %s. Every card changes, and rings.".formatted(next.gate());
  }

  synchronized String delay() {
    PageShow next = running().delayedBy(DELAY);
    publish(new ShowtimeChanged(context(), everybody(), next.times()));
    show = next;
    return "The show now starts at %s. Every card changes, and rings."
        .formatted(TIME.format(startsAt()));
  }

  synchronized String remind() {
    running();
    publish(new ShowtimeReminder(context(), everybody(), REMINDER));
    return "Everybody is reminded: “%s”. The cards ring, and stay as they are.".formatted(REMINDER);
  }

  synchronized String end() {
    PageShow next = running().over();
    publish(new ShowEnded(context(), show.id()));
    show = next;
    return "The show is over. The cards say so, and leave a while later: skip to it.";
  }

  private PageShow running() {
    if (show.isOver(clock.instant())) {
      throw new ControlRefusedException(
          NOT_NOW, "The show is over. The next ticket is for the next one.");
    }
    if (bookings.isEmpty()) {
      throw new ControlRefusedException(NOT_NOW, "Nobody has a ticket yet: book one first.");
    }
    return show;
  }

  private ZonedDateTime startsAt() {
    return show.times().startsAt().atZone(PageShow.ZONE);
  }

  private EventSubject everybody() {
    return new EventSubject.OfShow(show.id());
  }

  private EventContext context() {
    events++;
    return new EventContext("page-" + events, SOURCE, clock.instant(), null);
  }

  private void publish(BookingEvent event) {
    marquee.accept(event);
  }

  private static String owner(VirtualPhone phone) {
    return phone.name().replaceFirst("['’]s iPhone$", "");
  }
}
