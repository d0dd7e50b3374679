package dev.marquee.dispatcher.activity;

import java.util.Comparator;
import java.util.stream.Stream;
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

  /**
   * Id of the newest event about the booking or its show: what a push that is decided now was
   * caused by, unless the clock or a token did. Null before the first.
   */
  public @Nullable String newestEventId() {
    return Stream.concat(booking.facets(), show.facets())
        .map(Facet::version)
        .max(Comparator.naturalOrder())
        .map(FacetVersion::eventId)
        .orElse(null);
  }
}
