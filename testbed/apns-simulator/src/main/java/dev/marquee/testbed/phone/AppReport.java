package dev.marquee.testbed.phone;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that an app tells its backend about one install. {@code sequence} counts up by one per
 * report of the install, in the order in which things happened; {@code observedAt} is the phone's
 * time.
 */
public sealed interface AppReport {

  String deviceId();

  String userId();

  long sequence();

  Instant observedAt();

  /** Everything the install is and holds, at sign-in and at each launch. */
  record Sync(
      String deviceId,
      String userId,
      long sequence,
      Instant observedAt,
      boolean signIn,
      String bundleId,
      String appVersion,
      PhoneProfile phone,
      boolean activitiesEnabled,
      Map<String, String> startTokens,
      List<ReportedActivity> activities)
      implements AppReport {
    public Sync {
      startTokens = Map.copyOf(startTokens);
      activities = List.copyOf(activities);
    }

    @Override
    public String toString() {
      return "sync " + sequence + " of device " + deviceId;
    }
  }

  /** A start token that iOS has replaced. */
  record StartTokenChanged(
      String deviceId,
      String userId,
      long sequence,
      Instant observedAt,
      String attributesType,
      String token)
      implements AppReport {
    public StartTokenChanged {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "start token " + sequence + " of device " + deviceId;
    }
  }

  /** A Live Activity that began, ended, or got a token. */
  record ActivityChanged(
      String deviceId, String userId, long sequence, Instant observedAt, ReportedActivity activity)
      implements AppReport {
    @Override
    public String toString() {
      return "activity " + sequence + " of device " + deviceId + ": " + activity;
    }
  }

  /** One Live Activity as its app knows it. */
  record ReportedActivity(
      String activityKitId,
      String bookingId,
      String attributesType,
      @Nullable String updateToken,
      CardState state) {
    @Override
    public String toString() {
      return activityKitId
          + " of "
          + bookingId
          + " "
          + state
          + (updateToken == null ? " without" : " with")
          + " token";
    }
  }
}
