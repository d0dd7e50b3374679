package dev.marquee.registry.device;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.problem.InvalidReportException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that an app holds, in one call: what it sends at each launch and after each sign-in. Whatever
 * is absent or null stays as the registry has it.
 *
 * @param app bundle id
 * @param environment which push service the build's tokens belong to
 * @param sequence the install's count of its reports
 * @param observedAt when the app saw all this, by the phone's clock
 * @param startTokens push-to-start tokens by attributes type; a null among them is left out
 * @param activities the instances that run or ended since the last call
 */
@Schema(
    examples =
        """
        {"app": "com.example.tickets", "environment": "production", "sequence": 7,
         "osVersion": "18.4", "appVersion": "7.1", "locale": "de-DE", "timeZone": "Europe/Berlin",
         "activitiesEnabled": true, "frequentUpdatesEnabled": true,
         "startTokens": {"TicketAttributes": "80c1d2e3f4a5968778695a4b3c2d1e0f"},
         "activities": [{"activityKitId": "5B2C7A10", "bookingId": "b-1", "state": "active",
                         "updateToken": "b4f01a2b3c4d5e6f708192a3b4c5d6e7"}]}
        """)
record DeviceReport(
    String app,
    @Schema(
            implementation = String.class,
            enumeration = {"production", "sandbox"})
        ApnsEnvironment environment,
    @Nullable String osVersion,
    @Nullable String appVersion,
    @Nullable String locale,
    @Nullable String timeZone,
    @Nullable Boolean activitiesEnabled,
    @Nullable Boolean frequentUpdatesEnabled,
    @Nullable Long sequence,
    @Nullable Instant observedAt,
    @Schema(implementation = Map.class) Map<String, PushToken> startTokens,
    List<InstanceReport> activities) {

  /** Checks every field; absent collections are empty ones. */
  DeviceReport {
    app = Field.bundleId("app", app);
    environment = Field.required("environment", environment, "must be production or sandbox");
    osVersion = Field.optionalText("osVersion", osVersion);
    appVersion = Field.optionalText("appVersion", appVersion);
    locale = Field.optionalText("locale", locale);
    timeZone = Field.optionalText("timeZone", timeZone);
    sequence = Field.sequence(sequence);
    observedAt = Field.observedAt(observedAt);
    startTokens = present(startTokens);
    activities = distinct(activities);
  }

  private static Map<String, PushToken> present(@Nullable Map<String, PushToken> reported) {
    Map<String, PushToken> tokens = new TreeMap<>();
    if (reported != null) {
      reported.forEach((type, token) -> {
        if (token != null) {
          tokens.put(Field.attributesType("startTokens", type), token);
        }
      });
    }
    if (tokens.size() > Field.ENTRY_LIMIT) {
      throw tooMany("startTokens");
    }
    return tokens;
  }

  private static List<InstanceReport> distinct(@Nullable List<InstanceReport> reported) {
    List<InstanceReport> instances = reported == null ? List.of() : List.copyOf(reported);
    if (instances.size() > Field.ENTRY_LIMIT) {
      throw tooMany("activities");
    }
    long ids = instances.stream().map(InstanceReport::activityKitId).distinct().count();
    if (ids != instances.size()) {
      throw new InvalidReportException("activities", "must name each activity once");
    }
    return instances;
  }

  private static InvalidReportException tooMany(String field) {
    return new InvalidReportException(
        field, "must hold at most %d entries".formatted(Field.ENTRY_LIMIT));
  }
}
