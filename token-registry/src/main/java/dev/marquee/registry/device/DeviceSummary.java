package dev.marquee.registry.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.marquee.registry.access.DeviceCredential;
import dev.marquee.registry.device.RegistrationOutcome.Registered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the registry holds about a device, as answers show it.
 *
 * @param sequence the greatest count that a report of the facts had; an app that finds its own
 *     below it (a restored or cleared phone) goes on from here
 * @param deviceCredential handed out to a sign-in, this once
 * @param activities the instances that run, and those that the report named; null where nobody
 *     asked
 * @param advice what to do about the differences to the app's report; null where there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    examples =
        """
        {"deviceId": "3F8E", "userId": "u-1", "version": 17, "ownership": 1, "sequence": 7,
         "app": "com.example.tickets", "environment": "production",
         "activitiesEnabled": true, "frequentUpdatesEnabled": true,
         "lastSeenAt": "2026-12-04T18:00:00Z",
         "startTokens": {"TicketAttributes": {"token": "80c1…0f", "registeredAt": "2026-12-04T18:00:00Z"}},
         "activities": [{"activityKitId": "5B2C7A10", "bookingId": "b-1", "state": "active", "version": 18}],
         "advice": {"unreported": [], "end": [], "missingStartTokens": [],
                    "missingUpdateTokens": ["5B2C7A10"]}}
        """)
record DeviceSummary(
    String deviceId,
    String userId,
    long version,
    long ownership,
    @Nullable Long sequence,
    @Nullable String deviceCredential,
    String app,
    String environment,
    @Nullable String osVersion,
    @Nullable String appVersion,
    @Nullable String locale,
    @Nullable String timeZone,
    boolean activitiesEnabled,
    boolean frequentUpdatesEnabled,
    Instant lastSeenAt,
    Map<String, TokenSummary> startTokens,
    @Nullable List<InstanceSummary> activities,
    @Nullable LaunchAdvice advice) {

  /** The answer to a report of all that the app holds. */
  static DeviceSummary after(Registered registered) {
    return of(
        registered.device(), registered.issued(), registered.instances(), registered.advice());
  }

  /** What is held, to whoever asks. */
  static DeviceSummary of(Device device, @Nullable List<ActivityInstance> instances) {
    return of(device, null, instances, null);
  }

  private static DeviceSummary of(
      Device device,
      @Nullable DeviceCredential issued,
      @Nullable List<ActivityInstance> instances,
      @Nullable LaunchAdvice advice) {
    return new DeviceSummary(
        device.deviceId,
        device.userId,
        device.version,
        device.ownership,
        device.sequence,
        issued == null ? null : issued.secret(),
        device.app,
        device.environment,
        device.osVersion,
        device.appVersion,
        device.locale,
        device.timeZone,
        device.activitiesEnabled,
        device.frequentUpdatesEnabled,
        device.lastSeenAt,
        summaries(device.startTokens),
        instances == null ? null : instances.stream().map(InstanceSummary::of).toList(),
        advice);
  }

  private static Map<String, TokenSummary> summaries(Map<String, HeldStartToken> tokens) {
    Map<String, TokenSummary> summaries = new TreeMap<>();
    tokens.forEach((type, held) -> {
      if (held.token() != null) {
        summaries.put(type, TokenSummary.of(held.token(), held.registeredAt()));
      }
    });
    return summaries;
  }

  /** A credential is a secret. */
  @Override
  public String toString() {
    return "device %s at version %d".formatted(deviceId, version);
  }
}
