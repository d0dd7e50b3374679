package dev.marquee.contracts.booking;

import org.jspecify.annotations.Nullable;

/**
 * Where to go in: a gate, screen, platform or door.
 *
 * @param name what stands on the sign, such as {@code B12}
 * @param label what such a place is called here, such as {@code Screen}; null means {@code Gate}
 */
public record Gate(String name, @Nullable String label) {}
