package dev.marquee.testbed.phone;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The app that phones have installed.
 *
 * @param activities its Live Activity types, by the name of the attributes type
 */
public record AppDefinition(
    String bundleId, String version, Map<String, ActivityDefinition> activities) {
  public AppDefinition {
    Objects.requireNonNull(bundleId, "bundleId");
    Objects.requireNonNull(version, "version");
    activities = Map.copyOf(activities);
    if (activities.isEmpty()) {
      throw new IllegalArgumentException("App " + bundleId + " has no Live Activity");
    }
  }

  public static AppDefinition of(
      String bundleId, String version, ActivityDefinition... activities) {
    return new AppDefinition(
        bundleId,
        version,
        List.of(activities).stream()
            .collect(Collectors.toMap(ActivityDefinition::attributesType, Function.identity())));
  }
}
