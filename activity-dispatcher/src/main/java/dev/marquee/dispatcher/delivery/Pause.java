package dev.marquee.dispatcher.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator holds back.
 *
 * @param scope as {@link PauseScope#parse} reads it
 * @param reason why, in the operator's words
 * @param by the operator
 * @param at since when, business time
 * @param until when it lifts by itself, business time; null for never
 * @param held how many activities are due and held by it
 */
public record Pause(
    String scope, String reason, String by, Instant at, @Nullable Instant until, long held) {}
