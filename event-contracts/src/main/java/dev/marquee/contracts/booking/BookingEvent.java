package dev.marquee.contracts.booking;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on the topic {@code booking-events}. Changes carry only what changes; where a booking
 * deviates from its show, {@code null} withdraws the deviation.
 */
public sealed interface BookingEvent {

  /** Which event this is and how new. */
  EventContext context();

  /** What it is about. */
  EventSubject subject();

  /**
   * Somebody owns a ticket: the one event that creates a booking. Confirming again restores a
   * cancelled booking.
   *
   * @param app bundle id of the app whose devices show it
   * @param activityType name of the activity type (the Swift {@code ActivityAttributes} struct)
   * @param show the show as the booking system knows it
   * @param seat seat or places, as one line
   * @param deepLink what a tap on the card opens
   * @param accentColors colours of the card; null leaves them to the app
   * @param artwork name of a picture in the app group
   * @param extras free typed facts for the product's own activity types, by name
   */
  record BookingConfirmed(
      EventContext context,
      String bookingId,
      String app,
      String userId,
      String activityType,
      ShowFacts show,
      @Nullable String seat,
      @Nullable String deepLink,
      @Nullable AccentColors accentColors,
      @Nullable String artwork,
      Map<String, Extra> extras)
      implements BookingEvent {
    /** Copies the extras. */
    public BookingConfirmed {
      extras = Map.copyOf(extras);
    }

    @Override
    public EventSubject subject() {
      return new EventSubject.OfBooking(bookingId);
    }
  }

  /**
   * A booking changed its owner, its seat, or both; at least one is given.
   *
   * @param userId the new owner; null where the owner stays
   * @param seat the new seat; null where the seat stays
   */
  record BookingAmended(
      EventContext context, String bookingId, @Nullable String userId, @Nullable String seat)
      implements BookingEvent {
    @Override
    public EventSubject subject() {
      return new EventSubject.OfBooking(bookingId);
    }
  }

  /** A booking is off. */
  record BookingCancelled(EventContext context, String bookingId, @Nullable String reason)
      implements BookingEvent {
    @Override
    public EventSubject subject() {
      return new EventSubject.OfBooking(bookingId);
    }
  }

  /**
   * The gate of a show, or of one booking that deviates from its show.
   *
   * @param gate null withdraws what an earlier change said
   */
  record GateChanged(EventContext context, EventSubject subject, @Nullable Gate gate)
      implements BookingEvent {}

  /**
   * The times of a show, or of one booking that deviates from its show.
   *
   * @param showtime null withdraws what an earlier change said
   */
  record ShowtimeChanged(EventContext context, EventSubject subject, @Nullable Showtime showtime)
      implements BookingEvent {}

  /**
   * A nudge now: it alerts and changes nothing that the card shows.
   *
   * @param message what the alert says; null lets the activity type say it
   */
  record ShowtimeReminder(EventContext context, EventSubject subject, @Nullable String message)
      implements BookingEvent {}

  /**
   * A line for everybody's card.
   *
   * @param message null takes the line away
   */
  record MessagePosted(EventContext context, EventSubject subject, @Nullable String message)
      implements BookingEvent {}

  /** A show is over, whatever its times said. */
  record ShowEnded(EventContext context, String showId) implements BookingEvent {
    @Override
    public EventSubject subject() {
      return new EventSubject.OfShow(showId);
    }
  }
}
