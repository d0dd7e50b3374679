package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.AccentColors;
import dev.marquee.contracts.booking.Extra;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only a confirmation says.
 *
 * @param app bundle id
 * @param activityType name of the activity type
 * @param show the show's id in the upstream system
 * @param extras facts for the product's own activity types, by name
 */
public record BookingDetails(
    String app,
    String activityType,
    String show,
    @Nullable String deepLink,
    @Nullable AccentColors accentColors,
    @Nullable String artwork,
    Map<String, Extra> extras) {
  /** Copies the extras; rows of before there were any have none. */
  public BookingDetails {
    extras = extras == null ? Map.of() : Map.copyOf(extras);
  }
}
