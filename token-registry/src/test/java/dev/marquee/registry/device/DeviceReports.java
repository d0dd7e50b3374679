package dev.marquee.registry.device;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports that say no more than a test needs. */
final class DeviceReports {
  private DeviceReports() {}

  static DeviceReport of(
      @Nullable Long sequence, Map<String, PushToken> startTokens, InstanceReport... activities) {
    return new DeviceReport(
        "com.example.tickets",
        ApnsEnvironment.PRODUCTION,
        null,
        null,
        null,
        null,
        null,
        null,
        sequence,
        null,
        startTokens,
        List.of(activities));
  }
}
