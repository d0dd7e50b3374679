package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An activity that was given up, as an operator sees it; never with a token.
 *
 * @param at when it was given up, business time
 * @param reason why
 * @param attempts how many pushes in a row had failed
 * @param replayedAt when it was sent through the core again; null while it is given up
 * @param replayedBy the operator who did that
 */
public record DeadLetter(
    String activityId,
    String bookingId,
    String deviceId,
    String app,
    Instant at,
    String reason,
    int attempts,
    @Nullable Instant replayedAt,
    @Nullable String replayedBy) {}
