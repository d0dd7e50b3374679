package dev.marquee.types.rendering;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a fact says. */
public sealed interface FactValue {

  /** A text; a blank one says nothing. */
  record Words(String text) implements FactValue {}

  /** A moment. */
  record Moment(Instant time) implements FactValue {}

  /** A number. */
  record Figure(BigDecimal number) implements FactValue {}

  /** Yes or no. */
  record Flag(boolean value) implements FactValue {}

  /** A text, or null where there is none. */
  static @Nullable FactValue ofText(@Nullable String text) {
    return text == null ? null : new Words(text);
  }

  /** A moment, or null where there is none. */
  static @Nullable FactValue ofTime(@Nullable Instant time) {
    return time == null ? null : new Moment(time);
  }
}
