package dev.marquee.testbed.phone;

import dev.marquee.testbed.phone.AppReport.ReportedActivity;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The app's own code on one install: decides what is reported and when, in the order in which it
 * happened. Nothing is reported while nobody is signed in or while the app is force-quit; the next
 * launch makes up for it. Guarded by the lock of its phone.
 */
final class AppHalf {
  private final String deviceId;
  private final AppDefinition app;
  private final PhoneProfile phone;
  private final ReportQueue queue;
  private final Set<String> reportedEnds = new HashSet<>();
  private @Nullable String userId;
  private boolean forceQuit;
  private long sequence;

  AppHalf(String deviceId, AppDefinition app, PhoneProfile phone, ReportQueue queue) {
    this.deviceId = deviceId;
    this.app = app;
    this.phone = phone;
    this.queue = queue;
  }

  @Nullable String userId() {
    return userId;
  }

  void signIn(String userId) {
    this.userId = userId;
  }

  void forceQuit(boolean forceQuit) {
    this.forceQuit = forceQuit;
  }

  boolean isForceQuit() {
    return forceQuit;
  }

  void sync(
      boolean signIn,
      Permissions permissions,
      Map<String, String> startTokens,
      Collection<LiveActivity> activities,
      Instant now) {
    if (userId == null || forceQuit) {
      return;
    }
    List<ReportedActivity> unsettled =
        activities.stream()
            .filter(activity -> !reportedEnds.contains(activity.id()))
            .map(this::describe)
            .toList();
    queue.add(
        new AppReport.Sync(
            deviceId,
            userId,
            ++sequence,
            now,
            signIn,
            app.bundleId(),
            app.version(),
            phone,
            permissions.activities(),
            permissions.frequentUpdates() && app.frequentUpdates(),
            startTokens,
            unsettled));
  }

  void startTokenChanged(String attributesType, String token, Instant now) {
    if (userId != null && !forceQuit) {
      queue.add(
          new AppReport.StartTokenChanged(
              deviceId, userId, ++sequence, now, attributesType, token));
    }
  }

  void activityChanged(LiveActivity activity, Instant now) {
    if (userId != null && !forceQuit) {
      queue.add(
          new AppReport.ActivityChanged(deviceId, userId, ++sequence, now, describe(activity)));
    }
  }

  private ReportedActivity describe(LiveActivity activity) {
    if (!activity.running()) {
      reportedEnds.add(activity.id());
    }
    return new ReportedActivity(
        activity.id(),
        activity.bookingId(),
        activity.attributesType(),
        activity.running() ? activity.updateToken() : null,
        activity.reportedState());
  }
}
