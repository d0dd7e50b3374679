package dev.marquee.contracts.token;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on the compacted topic {@code token-events}: the whole state of a row of the registry,
 * so that the newest record of a key is all one needs. Of two events about one row the one with the
 * greater version holds.
 */
public sealed interface TokenEvent {

  /** When the registry wrote it, in business time. */
  Instant time();

  /** Which state of the row; grows by every change. */
  long version();

  /** The Kafka key: what compaction keeps the newest record of. */
  String key();

  /**
   * One install of one app, with its push-to-start tokens.
   *
   * @param ownership counts the users that this install has had; reports of former owners change
   *     nothing
   * @param userId null while nobody has the device: it is being erased, and what runs on it shall
   *     end
   * @param app bundle id
   * @param startTokens push-to-start tokens by attributes type
   */
  record DeviceChanged(
      Instant time,
      String deviceId,
      long version,
      long ownership,
      @Nullable String userId,
      String app,
      ApnsEnvironment environment,
      @Nullable String osVersion,
      @Nullable String appVersion,
      @Nullable String locale,
      @Nullable String timeZone,
      boolean activitiesEnabled,
      boolean frequentUpdatesEnabled,
      Map<String, RegisteredToken> startTokens)
      implements TokenEvent {
    /** Copies the tokens. */
    public DeviceChanged {
      startTokens = Map.copyOf(startTokens);
    }

    @Override
    public String key() {
      return deviceId;
    }
  }

  /**
   * One activity instance: a Live Activity that runs or ran on a device.
   *
   * @param activityKitId ActivityKit's own {@code Activity.id}
   * @param ordinal the order in which the instances of a device became known: of two that show one
   *     booking the greater one is the newer
   * @param updateToken null until the app has handed one over, and after it is gone
   */
  record ActivityChanged(
      Instant time,
      String deviceId,
      String activityKitId,
      String bookingId,
      long version,
      long ownership,
      long ordinal,
      @Nullable String attributesType,
      InstanceState state,
      @Nullable RegisteredToken updateToken)
      implements TokenEvent {
    @Override
    public String key() {
      return deviceId + "/" + activityKitId;
    }
  }

  /** A user asked to be forgotten. */
  record UserErased(Instant time, String userId, long version) implements TokenEvent {
    @Override
    public String key() {
      return userId;
    }
  }
}
