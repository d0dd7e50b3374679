package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.Showtime;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facets that change events set, on a show or on one booking of it; null where no event spoke.
 *
 * @param reminder what the newest reminder said; its version tells one reminder from the next
 */
public record Changes(
    @Nullable Facet<Gate> place,
    @Nullable Facet<Showtime> times,
    @Nullable Facet<String> message,
    @Nullable Facet<String> reminder) {

  /** Nothing changed yet. */
  public static final Changes NONE = new Changes(null, null, null, null);

  /** Both together, each facet by its version. Commutative and associative. */
  public Changes merge(Changes other) {
    return new Changes(
        Facet.newer(place, other.place),
        Facet.newer(times, other.times),
        Facet.newer(message, other.message),
        Facet.newer(reminder, other.reminder));
  }

  /** All that are known, in no order. */
  Stream<Facet<?>> facets() {
    return Stream.<@Nullable Facet<?>>of(place, times, message, reminder).filter(Objects::nonNull);
  }
}
