package dev.marquee.registry.device;

import dev.marquee.contracts.token.InstanceState;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code activity_instances}, to read. It is written by the guarded statements of {@link
 * InstanceStore} alone.
 */
@Entity
@Immutable
@Table(name = "activity_instances")
@IdClass(ActivityInstance.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields; those that may be null say so.
class ActivityInstance extends PanacheEntityBase {
  @Id String deviceId;
  @Id String activityKitId;
  String bookingId;
  @Nullable String attributesType;
  String state;
  long ownership;
  long version;
  @Nullable String updateToken;
  @Nullable Instant updateTokenRegisteredAt;
  @Nullable Long sequence;
  Instant observedAt;

  /** Of two instances of a device the greater one became known later. */
  long ordinal;

  boolean runs() {
    return InstanceState.valueOf(state.toUpperCase(Locale.ROOT)).takesUpdates();
  }

  static Uni<Optional<ActivityInstance>> named(String deviceId, String activityKitId) {
    return ActivityInstance.<ActivityInstance>findById(new Key(deviceId, activityKitId))
        .map(Optional::ofNullable);
  }

  /** The instances of a device that run, and those named whatever their state. */
  static Uni<List<ActivityInstance>> runningOrNamed(String deviceId, Set<String> activityKitIds) {
    return list(
        "deviceId = ?1 and (state in ('active', 'stale') or activityKitId in ?2)"
            + " order by activityKitId",
        deviceId,
        activityKitIds);
  }

  /** Names an instance: ActivityKit's ids are taken to be unique on one device only. */
  record Key(String deviceId, String activityKitId) {}
}
