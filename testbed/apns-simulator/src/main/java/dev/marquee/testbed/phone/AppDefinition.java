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
 * @param frequentUpdates whether its {@code Info.plist} says {@code
 *     NSSupportsLiveActivitiesFrequentUpdates}
 */
public record AppDefinition(
    String bundleId,
    String version,
    Map<String, ActivityDefinition> activities,
    boolean frequentUpdates) {
  public AppDefinition {
    Objects.requireNonNull(bundleId, "bundleId");
    Objects.requireNonNull(version, "version");
    activities = Map.copyOf(activities);
    if (activities.isEmpty()) {
      throw new IllegalArgumentException("App " + bundleId + " has no Live Activity");
    }
  }

  /** An app with these activities that supports frequent updates. */
  public static AppDefinition of(
      String bundleId, String version, ActivityDefinition... activities) {
    return new AppDefinition(
        bundleId,
        version,
        List.of(activities).stream()
            .collect(Collectors.toMap(ActivityDefinition::attributesType, Function.identity())),
        true);
  }

  public AppDefinition withoutFrequentUpdates() {
    return new AppDefinition(bundleId, version, activities, false);
  }
}
