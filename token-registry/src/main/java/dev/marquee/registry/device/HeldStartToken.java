package dev.marquee.registry.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device's row holds for one attributes type.
 *
 * @param token hex digits; null after it was withdrawn or dropped, when the entry only keeps its
 *     place in the order of reports
 * @param registeredAt time of receipt
 * @param sequence place in the install's count, if it counts
 * @param observedAt place in time
 * @param lost true where there is no token because APNs refused it, or because another device has
 *     it now
 */
record HeldStartToken(
    @Nullable String token,
    Instant registeredAt,
    @Nullable Long sequence,
    Instant observedAt,
    @Nullable Boolean lost) {

  /** Whether the app's token went without the app's asking. */
  boolean isLost() {
    return Boolean.TRUE.equals(lost);
  }

  @Override
  public String toString() {
    return "start token registered at " + registeredAt;
  }
}
