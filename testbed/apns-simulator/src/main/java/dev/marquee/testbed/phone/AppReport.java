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

  /** Whether somebody has just signed in, whose own login it goes under. */
  default boolean signIn() {
    return false;
  }

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
      boolean frequentUpdatesEnabled,
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

  /** A report of a bad app that sends {@code null} in place of every token. */
  record WithoutTokens(AppReport report) implements AppReport {
    @Override
    public String deviceId() {
      return report.deviceId();
    }

    @Override
    public String userId() {
      return report.userId();
    }

    @Override
    public long sequence() {
      return report.sequence();
    }

    @Override
    public Instant observedAt() {
      return report.observedAt();
    }

    @Override
    public boolean signIn() {
      return report.signIn();
    }

    @Override
    public String toString() {
      return report + " without its tokens";
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
