package dev.marquee.dispatcher.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a card ends.
 *
 * @param dismissalDate when it leaves the Lock Screen; a past time means at once
 * @param status what it shows at last
 * @param reason why, as a sentence's part
 * @param revisitAt when to look for the next card; null unless one follows
 */
record CardEnding(
    Instant dismissalDate, BookingStatus status, String reason, @Nullable Instant revisitAt) {

  /** The last card. */
  CardEnding(Instant dismissalDate, BookingStatus status, String reason) {
    this(dismissalDate, status, reason, null);
  }
}
