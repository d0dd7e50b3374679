package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.token.RegisteredToken;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One install of one app.
 *
 * @param ref the id that the app minted
 * @param owner id of the user who is signed in
 * @param locale as the app reported it, such as {@code de-AT}; null where it did not
 * @param activitiesEnabled whether the user lets the app show Live Activities
 * @param frequentUpdatesEnabled whether iOS grants the app a larger budget of updates with priority
 *     10: its {@code Info.plist} says {@code NSSupportsLiveActivitiesFrequentUpdates}, and the user
 *     did not switch it off
 * @param startTokens push-to-start tokens by attributes type
 */
public record Device(
    String ref,
    String owner,
    @Nullable String locale,
    boolean activitiesEnabled,
    boolean frequentUpdatesEnabled,
    Map<String, RegisteredToken> startTokens) {
  /** Copies the tokens. */
  public Device {
    startTokens = Map.copyOf(startTokens);
  }
}
