package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.booking.ShowFacts;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What many bookings share.
 *
 * @param ref the show's id in the upstream system
 * @param original the show as the earliest confirmation described it; null while only changes are
 *     known
 * @param changes what events about the whole show said
 * @param ended that the show is over; null while no event said so
 */
public record Show(
    String ref,
    @Nullable Facet<ShowFacts> original,
    Changes changes,
    @Nullable Facet<Boolean> ended) {

  /** Both together. Commutative and associative. */
  public Show merge(Show other) {
    return new Show(
        ref,
        Facet.older(original, other.original),
        changes.merge(other.changes),
        Facet.newer(ended, other.ended));
  }

  /** All that are known, in no order. */
  Stream<Facet<?>> facets() {
    Stream<Facet<?>> own = Stream.<@Nullable Facet<?>>of(original, ended).filter(Objects::nonNull);
    return Stream.concat(own, changes.facets());
  }
}
