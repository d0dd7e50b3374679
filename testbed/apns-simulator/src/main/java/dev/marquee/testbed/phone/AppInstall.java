package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.TokenDirectory;
import dev.marquee.testbed.phone.Reaction.Ignored;
import dev.marquee.testbed.phone.Reaction.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One install of the app, and what ActivityKit keeps for it: start tokens, running and past Live
 * Activities, the start budget. Guarded by the lock of its phone.
 */
final class AppInstall {
  private final String deviceId;
  private final AppDefinition app;
  private final PhoneProfile phone;
  private final TokenMint mint;
  private final TokenDirectory directory;
  private final Duration endedTokenGrace;
  private final Host host;
  private final AppHalf appHalf;
  private final StartBudget budget = new StartBudget();
  private final Map<String, String> startTokens = new TreeMap<>();
  private final List<String> replacedStartTokens = new ArrayList<>();
  private final Map<String, LiveActivity> activities = new LinkedHashMap<>();
  private UpdateTokenMode updateTokenMode = new UpdateTokenMode.Prompt();
  private boolean activitiesEnabled = true;

  /** What an install needs of the phone that it is on. */
  interface Host {
    /** Takes in a push to a token of this install. */
    void arrive(PushRequest push, Delivery delivery);

    /** Calls back under the phone's lock once the time has come, with the time it is then. */
    void later(Instant due, Consumer<Instant> action);
  }

  AppInstall(
      AppDefinition app,
      PhoneProfile phone,
      TokenMint mint,
      TokenDirectory directory,
      Duration endedTokenGrace,
      Host host,
      ReportQueue reports) {
    this.app = app;
    this.phone = phone;
    this.mint = mint;
    this.directory = directory;
    this.endedTokenGrace = endedTokenGrace;
    this.host = host;
    deviceId = mint.uuid();
    appHalf = new AppHalf(deviceId, app, phone, reports);
    new TreeSet<>(app.activities().keySet()).forEach(this::mintStartToken);
  }

  String deviceId() {
    return deviceId;
  }

  AppHalf appHalf() {
    return appHalf;
  }

  Collection<LiveActivity> activities() {
    return activities.values();
  }

  @Nullable String startToken(String attributesType) {
    return startTokens.get(attributesType);
  }

  LiveActivity activity(String activityKitId) {
    LiveActivity activity = activities.get(activityKitId);
    if (activity == null) {
      throw new IllegalArgumentException(phone.name() + " has no Live Activity " + activityKitId);
    }
    return activity;
  }

  void updateTokenMode(UpdateTokenMode mode) {
    updateTokenMode = mode;
  }

  void sync(boolean signIn, Instant now) {
    appHalf.sync(signIn, activitiesEnabled, startTokens, activities.values(), now);
  }

  void activitiesEnabled(boolean enabled, Instant now) {
    activitiesEnabled = enabled;
    sync(false, now);
  }

  /**
   * A new start token takes the place of the old one, which APNs goes on accepting for weeks, in
   * vain.
   */
  void rotateStartToken(String attributesType, Instant now) {
    String old = startTokens.get(attributesType);
    if (old == null) {
      throw new IllegalArgumentException(
          "The app on " + phone.name() + " has no " + attributesType);
    }
    replacedStartTokens.add(old);
    appHalf.startTokenChanged(attributesType, mintStartToken(attributesType), now);
  }

  private String mintStartToken(String attributesType) {
    String token = mint.token();
    startTokens.put(attributesType, token);
    issue(token, (push, now) -> start(attributesType, token, push, now));
    return token;
  }

  private PhonePush start(String tokensType, String token, PushRequest push, Instant now) {
    JsonNode aps = push.json().path("aps");
    ActivityDefinition definition = app.activities().get(aps.path("attributes-type").asText());
    if (definition == null) {
      return new PhonePush(now, push, null, null, new Ignored("unknown attributes type"));
    }
    String bookingId = aps.path("attributes").path(definition.bookingIdMember()).textValue();
    try {
      ApsPayload payload = ApsPayload.read(push);
      String refusal = refusalToStart(token.equals(startTokens.get(tokensType)), payload, now);
      if (refusal != null) {
        return new PhonePush(now, push, bookingId, null, new Ignored(refusal));
      }
      LiveActivity activity = new LiveActivity(mint.uuid(), definition, payload, now);
      if (!budget.spend(now)) {
        return new PhonePush(
            now, push, bookingId, null, new Ignored("push-to-start budget exceeded"));
      }
      begin(activity, now);
      return new PhonePush(now, push, bookingId, activity.id(), new Reaction.Shown("started"));
    } catch (UndecodableException e) {
      return new PhonePush(now, push, bookingId, null, new Undecodable(e.reason()));
    }
  }

  private @Nullable String refusalToStart(boolean current, ApsPayload payload, Instant now) {
    if (!payload.event().equals("start")) {
      return "a start token takes no " + payload.event();
    }
    if (!current) {
      return "replaced start token";
    }
    if (payload.isFromTheFuture(now)) {
      return "timestamp too far ahead";
    }
    if (!activitiesEnabled) {
      return "Live Activities are switched off";
    }
    if (payload.alert() == null) {
      return "start without alert";
    }
    if (phone.osMajor() < 18 && payload.aps().has("input-push-channel")) {
      return "channels need iOS 18";
    }
    return null;
  }

  private void begin(LiveActivity activity, Instant now) {
    activities.put(activity.id(), activity);
    host.later(activity.systemEnd(), at -> settle(activity, at));
    switch (updateTokenMode) {
      case UpdateTokenMode.Prompt _ -> giveUpdateToken(activity, now);
      case UpdateTokenMode.Late late -> {
        appHalf.activityChanged(activity, now);
        host.later(now.plus(late.by()), at -> giveUpdateToken(activity, at));
      }
      case UpdateTokenMode.OnConsent _ -> appHalf.activityChanged(activity, now);
    }
  }

  /** Mints the update token of a running activity that has none yet. */
  void giveUpdateToken(LiveActivity activity, Instant now) {
    settle(activity, now);
    if (activity.running() && activity.updateToken() == null) {
      mintUpdateToken(activity, now);
    }
  }

  /** A new update token takes the place of the old one, which is dead from now on. */
  void rotateUpdateToken(LiveActivity activity, Instant now) {
    settle(activity, now);
    String old = activity.updateToken();
    if (old == null || !activity.running()) {
      throw new IllegalStateException("Live Activity " + activity.id() + " has no token to rotate");
    }
    directory.retire(old, ApnsReason.UNREGISTERED, now);
    mintUpdateToken(activity, now);
  }

  private void mintUpdateToken(LiveActivity activity, Instant now) {
    String token = mint.token();
    activity.updateToken(token);
    issue(token, (push, at) -> receive(activity, push, at));
    appHalf.activityChanged(activity, now);
  }

  private PhonePush receive(LiveActivity activity, PushRequest push, Instant now) {
    settle(activity, now);
    return new PhonePush(
        now, push, activity.bookingId(), activity.id(), react(activity, push, now));
  }

  private Reaction react(LiveActivity activity, PushRequest push, Instant now) {
    ApsPayload payload;
    try {
      payload = ApsPayload.read(push);
    } catch (UndecodableException e) {
      return new Undecodable(e.reason());
    }
    if (payload.isFromTheFuture(now)) {
      return new Ignored("timestamp too far ahead");
    }
    return switch (payload.event()) {
      case "update" -> activity.update(payload);
      case "end" -> {
        Reaction reaction = activity.end(payload, now);
        if (reaction instanceof Reaction.Shown) {
          afterEnd(activity, now);
        }
        yield reaction;
      }
      default -> new Ignored("an update token takes no " + payload.event());
    };
  }

  void swipeAway(LiveActivity activity, Instant now) {
    settle(activity, now);
    boolean wasRunning = activity.running();
    activity.swipeAway(now);
    if (wasRunning) {
      afterEnd(activity, now);
    }
  }

  /** Lets the system end what has run for its 8 hours. */
  void settle(LiveActivity activity, Instant now) {
    if (activity.running()) {
      activity.settle(now);
      if (!activity.running()) {
        afterEnd(activity, now);
      }
    }
  }

  private void afterEnd(LiveActivity activity, Instant now) {
    String token = activity.updateToken();
    Instant endedAt = activity.endedAt();
    if (token != null && endedAt != null) {
      directory.retire(token, ApnsReason.EXPIRED_TOKEN, endedAt, endedAt.plus(endedTokenGrace));
    }
    appHalf.activityChanged(activity, now);
  }

  /** Takes every token of this install with it. */
  void uninstall(Instant now) {
    startTokens.values().forEach(token -> directory.retire(token, ApnsReason.UNREGISTERED, now));
    replacedStartTokens.forEach(token -> directory.retire(token, ApnsReason.UNREGISTERED, now));
    for (LiveActivity activity : activities.values()) {
      String token = activity.updateToken();
      if (token != null) {
        directory.retire(token, ApnsReason.UNREGISTERED, now);
      }
    }
  }

  private void issue(String token, Delivery delivery) {
    directory.issue(
        token, app.bundleId(), phone.environment(), push -> host.arrive(push, delivery));
  }
}
