package dev.marquee.contracts.booking;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A show as a confirmed booking describes it. It creates a show that is unknown and never changes
 * one that is known; changes come as events with the show as their subject.
 *
 * @param id unique in the deployment
 * @param timeZone where the show takes place, for texts such as "Starts at 19:30"
 * @param gate the gate of the whole show; null where none is known yet
 */
public record ShowFacts(
    String id,
    String title,
    @Nullable String venue,
    @Nullable String city,
    ZoneId timeZone,
    Showtime showtime,
    @Nullable Gate gate) {}
