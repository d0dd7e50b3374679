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
 */
record HeldStartToken(
    @Nullable String token, Instant registeredAt, @Nullable Long sequence, Instant observedAt) {

  @Override
  public String toString() {
    return "start token registered at " + registeredAt;
  }
}
