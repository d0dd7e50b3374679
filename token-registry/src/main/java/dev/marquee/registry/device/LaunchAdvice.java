package dev.marquee.registry.device;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an app should do about the differences between its report and what the registry holds.
 * Advice alone: nothing is changed for it, and an app that ignores it loses nothing but cards.
 *
 * @param unreported instances that run as far as the registry knows, and that the app did not
 *     report: look each up in ActivityKit, and report its state, {@code ended} where it is gone
 * @param end instances that the app should end on the phone
 * @param missingStartTokens attributes types whose push-to-start token the registry needs
 * @param missingUpdateTokens ids of running instances whose update token the registry needs
 */
record LaunchAdvice(
    List<Instance> unreported,
    List<Instance> end,
    NavigableSet<String> missingStartTokens,
    List<String> missingUpdateTokens) {

  /** Why an instance should be ended. */
  enum Reason {
    /** Another one shows the same booking, and was started later. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** It has ended, as far as the registry knows, and gets no updates any more. */
    @JsonProperty("over")
    OVER
  }

  /**
   * An instance that something is to be done about.
   *
   * @param reason null where the list says it all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Instance(String activityKitId, String bookingId, @Nullable Reason reason) {
    private static Instance of(ActivityInstance instance, @Nullable Reason reason) {
      return new Instance(instance.activityKitId, instance.bookingId, reason);
    }
  }

  /**
   * The advice after a report was taken in.
   *
   * @param held the instances that run and those that the report named, as they are now
   */
  static LaunchAdvice after(DeviceReport report, Device device, List<ActivityInstance> held) {
    Map<String, InstanceReport> reported =
        report.activities().stream()
            .collect(Collectors.toMap(InstanceReport::activityKitId, it -> it));
    Set<ActivityInstance> duplicates = duplicates(held);
    Predicate<ActivityInstance> runsOnThePhone =
        instance -> {
          InstanceReport one = reported.get(instance.activityKitId);
          return one != null && one.state().takesUpdates();
        };
    return new LaunchAdvice(
        held.stream()
            .filter(it -> it.runs() && !reported.containsKey(it.activityKitId))
            .map(it -> Instance.of(it, null))
            .toList(),
        Stream.concat(
                duplicates.stream().map(it -> Instance.of(it, Reason.DUPLICATE)),
                held.stream()
                    .filter(it -> !it.runs() && runsOnThePhone.test(it))
                    .map(it -> Instance.of(it, Reason.OVER)))
            .sorted(Comparator.comparing(Instance::activityKitId))
            .toList(),
        missingStartTokens(report, device, held),
        held.stream()
            .filter(it -> it.runs() && it.updateToken == null && !duplicates.contains(it))
            .map(it -> it.activityKitId)
            .toList());
  }

  /** All but the newest of the instances that run for one booking. */
  private static Set<ActivityInstance> duplicates(List<ActivityInstance> held) {
    Set<ActivityInstance> duplicates = new HashSet<>();
    held.stream()
        .filter(ActivityInstance::runs)
        .collect(groupingBy(it -> it.bookingId))
        .values()
        .forEach(ofOneBooking ->
            ofOneBooking.stream()
                .sorted(Comparator.comparingLong((ActivityInstance it) -> it.ordinal).reversed())
                .skip(1)
                .forEach(duplicates::add));
    return duplicates;
  }

  /** Types that the app uses, and that hold no token although the app withdrew none. */
  private static NavigableSet<String> missingStartTokens(
      DeviceReport report, Device device, List<ActivityInstance> held) {
    NavigableSet<String> missing = new TreeSet<>();
    device.startTokens.forEach((type, entry) -> {
      if (entry.isLost()) {
        missing.add(type);
      }
    });
    Stream<String> used =
        Stream.concat(
            report.startTokens().keySet().stream(),
            held.stream()
                .filter(ActivityInstance::runs)
                .flatMap(it -> Stream.ofNullable(it.attributesType)));
    used.filter(type -> !device.startTokens.containsKey(type)).forEach(missing::add);
    return missing;
  }
}
