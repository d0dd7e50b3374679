package dev.marquee.dispatcher.activity;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one person bought.
 *
 * @param ref the booking's id in the upstream system
 * @param details what confirmed it; null while only changes are known
 * @param owner id of the user who owns it now
 * @param seat seat or places
 * @param changes where the booking deviates from its show
 * @param cancelled whether it is off
 */
public record Booking(
    String ref,
    @Nullable Facet<BookingDetails> details,
    @Nullable Facet<String> owner,
    @Nullable Facet<String> seat,
    Changes changes,
    @Nullable Facet<Boolean> cancelled) {

  /** Both together. Commutative and associative. */
  public Booking merge(Booking other) {
    return new Booking(
        ref,
        Facet.newer(details, other.details),
        Facet.newer(owner, other.owner),
        Facet.newer(seat, other.seat),
        changes.merge(other.changes),
        Facet.newer(cancelled, other.cancelled));
  }

  /** All that are known, in no order. */
  Stream<Facet<?>> facets() {
    Stream<Facet<?>> own =
        Stream.<@Nullable Facet<?>>of(details, owner, seat, cancelled).filter(Objects::nonNull);
    return Stream.concat(own, changes.facets());
  }
}
