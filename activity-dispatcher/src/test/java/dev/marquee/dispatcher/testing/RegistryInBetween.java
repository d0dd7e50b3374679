package dev.marquee.dispatcher.testing;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.RegisteredToken;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.testbed.phone.AppBackend;
import dev.marquee.testbed.phone.AppReport;
import dev.marquee.testbed.phone.AppReport.ReportedActivity;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stands where the token registry is: what apps report goes to {@code token-events}. */
public final class RegistryInBetween implements AppBackend {
  private final Upstream upstream;

  public RegistryInBetween(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public Answer deliver(AppReport report, @Nullable String deviceCredential) {
    switch (report) {
      case AppReport.Sync sync -> {
        upstream.publish(device(sync));
        sync.activities().forEach(activity -> upstream.publish(activity(sync, activity)));
      }
      case AppReport.ActivityChanged changed ->
          upstream.publish(activity(changed, changed.activity()));
      case AppReport.StartTokenChanged _ ->
          throw new UnsupportedOperationException("no test rotates start tokens here");
      case AppReport.WithoutTokens _ ->
          throw new UnsupportedOperationException("no test has a bad app here");
    }
    return new Answer.Accepted(null);
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
        true,
        startTokens);
  }

  private static TokenEvent activity(AppReport report, ReportedActivity activity) {
    String token = activity.updateToken();
    return new TokenEvent.ActivityChanged(
        report.observedAt(),
        report.deviceId(),
        activity.activityKitId(),
        activity.bookingId(),
        report.sequence(),
        1,
        activity.attributesType(),
        InstanceState.valueOf(activity.state().name()),
        token == null ? null : new RegisteredToken(new PushToken(token), report.observedAt()));
  }
}
