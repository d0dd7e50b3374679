package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app in one environment, as operators see it: what shares credentials and connections.
 *
 * @param app bundle id
 * @param environment {@code production} or {@code sandbox}
 * @param closedUntil when the next probe may be sent, business time; null while the lane is open
 * @param cause {@code credentials} or {@code outage}; null while the lane is open
 * @param reason why it is closed, in words; null while it is open
 * @param openedAt when it opened again last, business time; null if it never did
 */
public record Lane(
    String app,
    String environment,
    @Nullable Instant closedUntil,
    @Nullable String cause,
    @Nullable String reason,
    @Nullable Instant openedAt) {}
