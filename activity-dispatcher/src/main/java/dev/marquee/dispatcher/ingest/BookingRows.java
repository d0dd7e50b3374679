package dev.marquee.dispatcher.ingest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.marquee.dispatcher.activity.Booking;
import dev.marquee.dispatcher.activity.BookingDetails;
import dev.marquee.dispatcher.activity.Changes;
import dev.marquee.dispatcher.activity.Facet;
import dev.marquee.dispatcher.activity.Show;
import dev.marquee.dispatcher.database.FacetJson;
import org.jspecify.annotations.Nullable;

/**
 * The rows that merged facts become. Components are named as the columns, in camel case; a facet
 * that no event spoke of has no version.
 */
final class BookingRows {
  private BookingRows() {}

  /** The row that a show's facts become. */
  record ShowRow(
      String ref,
      @JsonRawValue @Nullable String original,
      @Nullable String originalVersion,
      @JsonRawValue @Nullable String place,
      @Nullable String placeVersion,
      @JsonRawValue @Nullable String times,
      @Nullable String timesVersion,
      @Nullable String message,
      @Nullable String messageVersion,
      @Nullable String reminder,
      @Nullable String reminderVersion,
      @Nullable Boolean ended,
      @Nullable String endedVersion) {
    static ShowRow of(Show show) {
      Changes changes = show.changes();
      return new ShowRow(
          show.ref(),
          json(show.original()),
          version(show.original()),
          json(changes.place()),
          version(changes.place()),
          json(changes.times()),
          version(changes.times()),
          value(changes.message()),
          version(changes.message()),
          value(changes.reminder()),
          version(changes.reminder()),
          value(show.ended()),
          version(show.ended()));
    }
  }

  /** The row that a booking's facts become. */
  record BookingRow(
      String ref,
      @Nullable String show,
      @Nullable String app,
      @JsonRawValue @Nullable String details,
      @Nullable String detailsVersion,
      @Nullable String owner,
      @Nullable String ownerVersion,
      @Nullable String seat,
      @Nullable String seatVersion,
      @JsonRawValue @Nullable String place,
      @Nullable String placeVersion,
      @JsonRawValue @Nullable String times,
      @Nullable String timesVersion,
      @Nullable String message,
      @Nullable String messageVersion,
      @Nullable String reminder,
      @Nullable String reminderVersion,
      @Nullable Boolean cancelled,
      @Nullable String cancelledVersion) {
    static BookingRow of(Booking booking) {
      Changes changes = booking.changes();
      BookingDetails details = value(booking.details());
      return new BookingRow(
          booking.ref(),
          details == null ? null : details.show(),
          details == null ? null : details.app(),
          json(booking.details()),
          version(booking.details()),
          value(booking.owner()),
          version(booking.owner()),
          value(booking.seat()),
          version(booking.seat()),
          json(changes.place()),
          version(changes.place()),
          json(changes.times()),
          version(changes.times()),
          value(changes.message()),
          version(changes.message()),
          value(changes.reminder()),
          version(changes.reminder()),
          value(booking.cancelled()),
          version(booking.cancelled()));
    }
  }

  private static @Nullable String version(@Nullable Facet<?> facet) {
    return facet == null ? null : facet.version().key();
  }

  private static <T> @Nullable T value(@Nullable Facet<T> facet) {
    return facet == null ? null : facet.value();
  }

  private static @Nullable String json(@Nullable Facet<?> facet) {
    return facet == null ? null : FacetJson.writeNullable(facet.value());
  }
}
