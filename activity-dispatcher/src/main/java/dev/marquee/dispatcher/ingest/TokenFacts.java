package dev.marquee.dispatcher.ingest;

import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The facts of a batch of token events, merged: the newest state of every device and instance, and
 * what was deleted. Records of one key are added in the order of their partition. Not thread-safe.
 */
final class TokenFacts {
  private static final char KEY_SEPARATOR = '/';

  private final NavigableMap<String, DeviceChanged> devices = new TreeMap<>();
  private final NavigableMap<String, ActivityChanged> instances = new TreeMap<>();
  private final Set<String> deletedKeys = new TreeSet<>();
  private final Map<String, Instant> erasedUsers = new TreeMap<>();
  private final Map<String, Integer> records = new HashMap<>();
  private int erasures;

  /** Merges one event. */
  void add(TokenEvent event) {
    switch (event) {
      case DeviceChanged device -> {
        count(device.key());
        keepNewest(devices, device);
      }
      case ActivityChanged instance -> {
        count(instance.key());
        keepNewest(instances, instance);
      }
      case UserErased erased -> {
        erasures++;
        erasedUsers.merge(erased.userId(), erased.time(), TokenFacts::later);
      }
    }
  }

  /** Merges a tombstone. */
  void addTombstone(String key) {
    devices.remove(key);
    instances.remove(key);
    deletedKeys.add(key);
    count(key);
  }

  Collection<DeviceChanged> devices() {
    return devices.values();
  }

  Collection<ActivityChanged> instances() {
    return instances.values();
  }

  /** Keys of deleted rows: of devices, and, where they hold a separator, of instances. */
  Set<String> deletedKeys() {
    return deletedKeys;
  }

  /** When each user was erased, in business time. */
  Map<String, Instant> erasedUsers() {
    return erasedUsers;
  }

  /** Every device that the batch speaks of. */
  Set<String> deviceIds() {
    Set<String> ids = new TreeSet<>(devices.keySet());
    instances.values().forEach(instance -> ids.add(instance.deviceId()));
    return ids;
  }

  /** Whether a key is that of an instance, {@code deviceId/activityKitId}. */
  static boolean isInstanceKey(String key) {
    return key.indexOf(KEY_SEPARATOR) >= 0;
  }

  /**
   * How many of the added records were about one of these keys, or erased a user: an erasure always
   * leaves its mark.
   */
  int recordsAbout(Set<String> keys) {
    return erasures + keys.stream().mapToInt(key -> records.getOrDefault(key, 0)).sum();
  }

  private void count(String key) {
    records.merge(key, 1, Integer::sum);
  }

  private static Instant later(Instant one, Instant other) {
    return other.isAfter(one) ? other : one;
  }

  private static <T extends TokenEvent> void keepNewest(Map<String, T> newest, T event) {
    newest.merge(event.key(), event, (one, other) -> other.version() > one.version() ? other : one);
  }
}
