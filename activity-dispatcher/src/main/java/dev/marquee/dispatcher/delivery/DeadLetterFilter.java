package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; a component that is null leaves out nothing.
 *
 * @param cause a part of the reason, whatever its case
 * @param app bundle id
 * @param since the earliest business time
 * @param until the latest business time, not included
 */
public record DeadLetterFilter(
    @Nullable String cause,
    @Nullable String app,
    @Nullable Instant since,
    @Nullable Instant until) {}
