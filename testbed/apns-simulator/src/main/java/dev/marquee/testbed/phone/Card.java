package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Live Activity as its phone showed it at the moment of asking. All times are business time.
 *
 * @param attributes what the app decoded of them
 * @param contentState what the app decoded of the newest state shown
 * @param staleDate when it is to count as outdated, if at all
 * @param relevanceScore higher is further up
 * @param awaitsConsent whether it asks below it for updates to be allowed, and nobody has tapped
 *     yet
 * @param endedAt when it ended, if it did
 * @param leavesAt when it leaves or left the Lock Screen, once it has ended
 * @param alerts everything that rang, oldest first
 */
public record Card(
    String activityKitId,
    String attributesType,
    String bookingId,
    JsonNode attributes,
    JsonNode contentState,
    CardState state,
    Instant startedAt,
    @Nullable Instant staleDate,
    double relevanceScore,
    boolean awaitsConsent,
    @Nullable Instant endedAt,
    @Nullable Instant leavesAt,
    List<Alert> alerts) {
  public Card {
    alerts = List.copyOf(alerts);
  }

  /** Whether it can still be updated. */
  public boolean running() {
    return switch (state) {
      case ACTIVE, STALE -> true;
      case ENDED, DISMISSED -> false;
    };
  }

  /** Whether it can be seen. */
  public boolean onLockScreen() {
    return state != CardState.DISMISSED;
  }

  /** A member of the content state as text; the empty string if it has none. */
  public String shown(String member) {
    return contentState.path(member).asText("");
  }
}
