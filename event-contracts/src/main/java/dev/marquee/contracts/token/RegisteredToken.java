package dev.marquee.contracts.token;

import java.time.Instant;

/**
 * A token and when the registry last received it from its app.
 *
 * @param registeredAt time of receipt, which Apple's 410 timestamp is compared with; in business
 *     time, to the millisecond
 */
public record RegisteredToken(PushToken token, Instant registeredAt) {}
