package dev.marquee.contracts.booking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a show runs, in business time.
 *
 * @param startsAt curtain, kick-off or departure
 * @param endsAt after {@code startsAt}
 * @param doorsAt doors or boarding; null where nobody announced it
 */
public record Showtime(Instant startsAt, Instant endsAt, @Nullable Instant doorsAt) {
  /** Refuses a show that ends before it starts. */
  public Showtime {
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException(
          "endsAt %s is not after startsAt %s".formatted(endsAt, startsAt));
    }
  }
}
