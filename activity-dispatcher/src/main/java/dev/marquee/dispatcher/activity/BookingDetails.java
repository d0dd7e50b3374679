package dev.marquee.dispatcher.activity;

import org.jspecify.annotations.Nullable;

/**
 * What only a confirmation says.
 *
 * @param app bundle id
 * @param activityType name of the activity type
 * @param show the show's id in the upstream system
 */
public record BookingDetails(
    String app,
    String activityType,
    String show,
    @Nullable String deepLink,
    @Nullable String accentColor,
    @Nullable String artwork) {}
