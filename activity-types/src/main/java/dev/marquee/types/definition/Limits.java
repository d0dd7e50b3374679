package dev.marquee.types.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks that several values share. Their sentences begin with the name of the value. */
final class Limits {
  private Limits() {}

  static void requireWithin(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; it lies between %s and %s".formatted(name, value, least, most));
    }
  }

  static void requireFinite(String name, @Nullable Double value) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is no number");
    }
  }
}
