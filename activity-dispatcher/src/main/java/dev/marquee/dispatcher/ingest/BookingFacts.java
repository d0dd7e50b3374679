package dev.marquee.dispatcher.ingest;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingAmended;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.dispatcher.activity.Booking;
import dev.marquee.dispatcher.activity.BookingDetails;
import dev.marquee.dispatcher.activity.Changes;
import dev.marquee.dispatcher.activity.Facet;
import dev.marquee.dispatcher.activity.FacetVersion;
import dev.marquee.dispatcher.activity.Show;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a batch of booking events, merged: one row per booking and one per show, whatever
 * the order of the events and however often each came. Sorted, so that concurrent batches lock rows
 * in one order. Not thread-safe.
 */
final class BookingFacts {
  private final SortedMap<String, Booking> bookings = new TreeMap<>();
  private final SortedMap<String, Show> shows = new TreeMap<>();
  private final Map<EventSubject, Integer> records = new HashMap<>();

  /** Merges the facts of one event. */
  void add(BookingEvent event) {
    FacetVersion version = FacetVersion.of(event.context());
    records.merge(event.subject(), 1, Integer::sum);
    switch (event) {
      case BookingConfirmed confirmed -> {
        BookingDetails details =
            new BookingDetails(
                confirmed.app(),
                confirmed.activityType(),
                confirmed.show().id(),
                confirmed.deepLink(),
                confirmed.accentColors(),
                confirmed.artwork(),
                confirmed.extras());
        add(
            new Booking(
                confirmed.bookingId(),
                new Facet<>(details, version),
                new Facet<>(confirmed.userId(), version),
                new Facet<>(confirmed.seat(), version),
                Changes.NONE,
                new Facet<>(false, version)));
        add(
            new Show(
                confirmed.show().id(), new Facet<>(confirmed.show(), version), Changes.NONE, null));
      }
      case BookingAmended amended ->
          add(
              new Booking(
                  amended.bookingId(),
                  null,
                  facetIfGiven(amended.userId(), version),
                  facetIfGiven(amended.seat(), version),
                  Changes.NONE,
                  null));
      case BookingCancelled cancelled ->
          add(
              new Booking(
                  cancelled.bookingId(),
                  null,
                  null,
                  null,
                  Changes.NONE,
                  new Facet<>(true, version)));
      case GateChanged changed ->
          add(
              changed.subject(),
              new Changes(new Facet<>(changed.gate(), version), null, null, null));
      case ShowtimeChanged changed ->
          add(
              changed.subject(),
              new Changes(null, new Facet<>(changed.showtime(), version), null, null));
      case MessagePosted posted ->
          add(
              posted.subject(),
              new Changes(null, null, new Facet<>(posted.message(), version), null));
      case ShowtimeReminder reminder ->
          add(
              reminder.subject(),
              new Changes(null, null, null, new Facet<>(reminder.message(), version)));
      case ShowEnded ended ->
          add(new Show(ended.showId(), null, Changes.NONE, new Facet<>(true, version)));
    }
  }

  Collection<Booking> bookings() {
    return bookings.values();
  }

  Collection<Show> shows() {
    return shows.values();
  }

  /** How many of the added events were about one of these. */
  int recordsAbout(Set<EventSubject> subjects) {
    return subjects.stream().mapToInt(subject -> records.getOrDefault(subject, 0)).sum();
  }

  private void add(EventSubject subject, Changes changes) {
    switch (subject) {
      case EventSubject.OfBooking booking ->
          add(new Booking(booking.id(), null, null, null, changes, null));
      case EventSubject.OfShow show -> add(new Show(show.id(), null, changes, null));
    }
  }

  private void add(Booking booking) {
    bookings.merge(booking.ref(), booking, Booking::merge);
  }

  private void add(Show show) {
    shows.merge(show.ref(), show, Show::merge);
  }

  private static @Nullable Facet<String> facetIfGiven(
      @Nullable String value, FacetVersion version) {
    return value == null ? null : new Facet<>(value, version);
  }
}
