package dev.marquee.dispatcher.apns;

import dev.marquee.contracts.token.ApnsEnvironment;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which key's provider tokens each configured lane travels under. */
final class ApnsKeyring {

  static final String KEYS = "marquee.apns.keys.";

  private ApnsKeyring() {}

  /**
   * Reads all keys.
   *
   * @throws IllegalArgumentException naming the property that is at fault
   */
  static Map<ApnsLane, ProviderTokenSource> load(
      Map<String, ApnsConfig.Key> keys, InstantSource clock) {
    Map<ApnsLane, ProviderTokenSource> sources = new HashMap<>();
    Map<ApnsLane, String> names = new HashMap<>();
    keys.forEach((name, key) -> {
      var source = new ProviderTokenSource(ApnsKey.load(KEYS + name, key), clock);
      // Signs once, so that what prevents it is found out now, and not on an event loop.
      ProviderToken _ = source.current();
      for (ApnsLane lane : lanesOf(name, key)) {
        sources.put(lane, source);
        String other = names.put(lane, name);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s%s.apps: %s in %s already has the key \"%s\""
                  .formatted(KEYS, name, lane.app(), lane.environment(), other));
        }
      }
    });
    return Map.copyOf(sources);
  }

  static List<ApnsLane> lanesOf(String name, ApnsConfig.Key key) {
    List<ApnsEnvironment> environments =
        key.environment().map(List::of).orElseGet(() -> List.of(ApnsEnvironment.values()));
    try {
      return key.apps().stream()
          .flatMap(app -> environments.stream().map(environment -> new ApnsLane(app, environment)))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEYS + name + ".apps: " + e.getMessage(), e);
    }
  }
}
