package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.RegisteredToken;
import org.jspecify.annotations.Nullable;

/**
 * One Live Activity that the app reported for the booking.
 *
 * @param activityKitId ActivityKit's own id
 * @param updateToken null until the app hands one over, and after it was dropped
 */
public record ActivityInstance(
    String activityKitId, InstanceState state, @Nullable RegisteredToken updateToken) {}
