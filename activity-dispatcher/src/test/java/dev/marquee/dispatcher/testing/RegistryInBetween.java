package dev.marquee.dispatcher.testing;

import static java.util.Objects.requireNonNull;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.testbed.phone.AppBackend;
import dev.marquee.testbed.phone.AppReport;
import dev.marquee.testbed.phone.AppReport.ReportedActivity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stands where the token registry is: what apps report goes to {@code token-events}. */
public final class RegistryInBetween implements AppBackend {
  private final Upstream upstream;
  private final Map<String, AppReport.Sync> held = new ConcurrentHashMap<>();
  private final Map<String, Long> ordinals = new ConcurrentHashMap<>();
  private final AtomicLong known = new AtomicLong();

  public RegistryInBetween(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public Answer deliver(AppReport report, @Nullable String deviceCredential) {
    switch (report) {
      case AppReport.Sync sync -> {
        held.put(sync.deviceId(), sync);
        upstream.publish(device(sync));
        sync.activities().forEach(activity -> upstream.publish(activity(sync, activity)));
      }
      case AppReport.ActivityChanged changed ->
          upstream.publish(activity(changed, changed.activity()));
      case AppReport.StartTokenChanged changed ->
          upstream.publish(
              device(
                  requireNonNull(
                      held.computeIfPresent(
                          changed.deviceId(), (_, sync) -> with(sync, changed)))));
      case AppReport.WithoutTokens _ -> {
        // A token that is null erases none, so there is nothing to tell.
      }
    }
    return new Answer.Accepted(null);
  }

  private static AppReport.Sync with(AppReport.Sync sync, AppReport.StartTokenChanged changed) {
    Map<String, String> startTokens = new HashMap<>(sync.startTokens());
    startTokens.put(changed.attributesType(), changed.token());
    return new AppReport.Sync(
        sync.deviceId(),
        sync.userId(),
        changed.sequence(),
        changed.observedAt(),
        false,
        sync.bundleId(),
        sync.appVersion(),
        sync.phone(),
        sync.activitiesEnabled(),
        sync.frequentUpdatesEnabled(),
        startTokens,
        sync.activities());
  }

  private static TokenEvent device(AppReport.Sync sync) {
    Map<String, RegisteredToken> startTokens =
        sync.startTokens().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        new RegisteredToken(new PushToken(entry.getValue()), sync.observedAt())));
    return new TokenEvent.DeviceChanged(
        sync.observedAt(),
        sync.deviceId(),
        sync.sequence(),
        1,
        sync.userId(),
        sync.bundleId(),
        ApnsEnvironment.SANDBOX,
        sync.phone().osVersion(),
        sync.appVersion(),
        sync.phone().locale(),
        sync.phone().timeZone(),
        sync.activitiesEnabled(),
        sync.frequentUpdatesEnabled(),
        startTokens);
  }

  private TokenEvent activity(AppReport report, ReportedActivity activity) {
    String token = activity.updateToken();
    return new TokenEvent.ActivityChanged(
        report.observedAt(),
        report.deviceId(),
        activity.activityKitId(),
        activity.bookingId(),
        report.sequence(),
        1,
        ordinals.computeIfAbsent(activity.activityKitId(), _ -> known.incrementAndGet()),
        activity.attributesType(),
        InstanceState.valueOf(activity.state().name()),
        token == null ? null : new RegisteredToken(new PushToken(token), report.observedAt()));
  }
}
