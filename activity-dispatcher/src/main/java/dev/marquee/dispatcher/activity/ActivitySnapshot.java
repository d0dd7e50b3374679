package dev.marquee.dispatcher.activity;

import org.jspecify.annotations.Nullable;

/**
 * Everything known of one activity at one moment: what the policy decides on.
 *
 * @param instance the newest instance that the app reported for the booking; null before the first
 */
public record ActivitySnapshot(
    Show show,
    Booking booking,
    Device device,
    @Nullable ActivityInstance instance,
    PushProgress progress) {

  /** Name of the booking's activity type; null while the booking is not confirmed. */
  public @Nullable String activityType() {
    BookingDetails details = Facet.valueOf(booking.details());
    return details == null ? null : details.activityType();
  }
}
