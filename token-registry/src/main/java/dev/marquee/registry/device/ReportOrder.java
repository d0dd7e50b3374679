package dev.marquee.registry.device;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The place of a report among those of its install. Which of two is newer is for {@code is_newer}
 * in the database to say, under the lock of the row.
 *
 * @param sequence the install's own count of its reports, if it counts; decides wherever both have
 *     it
 * @param observedAt when the app saw what it reports, never later than {@code receivedAt}: a
 *     phone's clock may be a day ahead, and must not hold off all reports of that day
 * @param receivedAt time of receipt in business time; all three to the millisecond
 */
record ReportOrder(@Nullable Long sequence, Instant observedAt, Instant receivedAt) {

  /** The order of a report received now, of which the app may have said when it saw it. */
  static ReportOrder of(@Nullable Long sequence, @Nullable Instant observedAt, Instant receivedAt) {
    Instant receipt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
    Instant seen =
        observedAt == null || observedAt.isAfter(receipt)
            ? receipt
            : observedAt.truncatedTo(ChronoUnit.MILLIS);
    return new ReportOrder(sequence, seen, receipt);
  }
}
