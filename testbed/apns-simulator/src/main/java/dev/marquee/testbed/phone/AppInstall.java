package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.TokenDirectory;
import dev.marquee.testbed.phone.Reaction.Ignored;
import dev.marquee.testbed.phone.Reaction.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final InstallTokens tokens;
  private final Host host;
  private final AppHalf appHalf;
  private final HourlyBudget startBudget = new HourlyBudget();
  private final HourlyBudget updateBudget = new HourlyBudget();
  private final Map<String, LiveActivity> activities = new LinkedHashMap<>(4);
  private UpdateTokenMode updateTokenMode = new UpdateTokenMode.Prompt();
  private Permissions permissions = Permissions.ALL;

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
    this.host = host;
    tokens = new InstallTokens(app, phone, mint, directory, endedTokenGrace, host);
    deviceId = mint.uuid();
    appHalf = new AppHalf(deviceId, app, phone, reports);
    new TreeSet<>(app.activities().keySet()).forEach(this::issueStartToken);
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
    return tokens.startToken(attributesType);
  }

  LiveActivity activity(String activityKitId) {
    LiveActivity activity = activities.get(activityKitId);
    if (activity == null) {
      throw new IllegalArgumentException(phone.name() + " has no Live Activity " + activityKitId);
    }
    return activity;
  }

  UpdateTokenMode updateTokenMode() {
    return updateTokenMode;
  }

  void updateTokenMode(UpdateTokenMode mode) {
    updateTokenMode = mode;
  }

  void sync(boolean signIn, Instant now) {
    appHalf.sync(signIn, permissions, tokens.startTokens(), activities.values(), now);
  }

  Permissions permissions() {
    return permissions;
  }

  /** What the person has just allowed or forbidden in the settings. */
  void permissions(Permissions changed, Instant now) {
    permissions = changed;
    sync(false, now);
  }

  /**
   * A new start token takes the place of the old one, which APNs goes on accepting for weeks, in
   * vain.
   */
  void rotateStartToken(String attributesType, Instant now) {
    if (tokens.startToken(attributesType) == null) {
      throw new IllegalArgumentException(
          "The app on " + phone.name() + " has no " + attributesType);
    }
    appHalf.startTokenChanged(attributesType, issueStartToken(attributesType), now);
  }

  private String issueStartToken(String attributesType) {
    return tokens.issueStartToken(
        attributesType, token -> (push, now) -> start(attributesType, token, push, now));
  }

  private PhonePush start(String tokensType, String token, PushRequest push, Instant now) {
    JsonNode aps = push.json().path("aps");
    ActivityDefinition definition = app.activities().get(aps.path("attributes-type").asText());
    if (definition == null) {
      return new PhonePush(now, push, null, null, new Ignored("unknown attributes type"));
    }
    String bookingId = aps.path("attributes").path(definition.bookingIdMember()).textValue();
    try {
      ApsPayload payload = ApsPayload.read(aps);
      String refusal = refusalToStart(token.equals(tokens.startToken(tokensType)), payload, now);
      if (refusal != null) {
        return new PhonePush(now, push, bookingId, null, new Ignored(refusal));
      }
      LiveActivity activity = new LiveActivity(mint.uuid(), definition, payload, now);
      if (!startBudget.spend(now, HourlyBudget.STARTS)) {
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
    if (!permissions.activities()) {
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
      case UpdateTokenMode.OnConsent _ -> {
        activity.awaitsConsent(true);
        appHalf.activityChanged(activity, now);
      }
    }
  }

  /** Mints the update token of a running activity that has none yet. */
  void giveUpdateToken(LiveActivity activity, Instant now) {
    settle(activity, now);
    if (activity.running() && activity.updateToken() == null) {
      activity.awaitsConsent(false);
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
    tokens.discard(old, now);
    mintUpdateToken(activity, now);
  }

  private void mintUpdateToken(LiveActivity activity, Instant now) {
    activity.updateToken(tokens.issueUpdateToken((push, at) -> receive(activity, push, at)));
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
      payload = ApsPayload.read(push.json().path("aps"));
    } catch (UndecodableException e) {
      return new Undecodable(e.reason());
    }
    if (payload.isFromTheFuture(now)) {
      return new Ignored("timestamp too far ahead");
    }
    return switch (payload.event()) {
      case "update" ->
          withinBudget(push, now)
              ? activity.update(payload)
              : new Ignored("update budget exceeded");
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

  private boolean withinBudget(PushRequest push, Instant now) {
    boolean frequent = permissions.frequentUpdates() && app.frequentUpdates();
    return push.priority() < PushRequest.IMMEDIATE
        || updateBudget.spend(now, frequent ? HourlyBudget.FREQUENT_UPDATES : HourlyBudget.UPDATES);
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
      tokens.expire(token, endedAt);
    }
    appHalf.activityChanged(activity, now);
  }

  /** Takes every token of this install with it. */
  void uninstall(Instant now) {
    tokens.discardAll(now);
  }
}
