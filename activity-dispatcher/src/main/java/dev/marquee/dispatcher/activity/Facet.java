package dev.marquee.dispatcher.activity;

import org.jspecify.annotations.Nullable;

/**
 * Facts that change together, and how new they are.
 *
 * @param value null where the newest event withdrew it
 */
public record Facet<T>(@Nullable T value, FacetVersion version) {

  /** The newer of two; either may be unknown. Commutative, so the order of arrival is no matter. */
  public static <T> @Nullable Facet<T> newer(@Nullable Facet<T> one, @Nullable Facet<T> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.version.compareTo(other.version) >= 0 ? one : other;
  }

  /** The older of two; either may be unknown. */
  public static <T> @Nullable Facet<T> older(@Nullable Facet<T> one, @Nullable Facet<T> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.version.compareTo(other.version) <= 0 ? one : other;
  }

  /** What the facet says, or null where it is unknown or withdrawn. */
  static <T> @Nullable T valueOf(@Nullable Facet<T> facet) {
    return facet == null ? null : facet.value;
  }
}
