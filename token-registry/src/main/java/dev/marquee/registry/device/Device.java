package dev.marquee.registry.device;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code devices}, to read. It is written by the guarded statements of {@link DeviceStore}
 * and {@link StartTokenStore} alone.
 */
@Entity
@Immutable
@Table(name = "devices")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields; those that may be null say so.
class Device extends PanacheEntityBase {
  /** What a native statement answers of a row. */
  static final String COLUMNS =
      """
      device_id, user_id, ownership, version, app, environment, os_version, app_version, locale,
      time_zone, activities_enabled, frequent_updates_enabled, start_tokens, sequence, observed_at,
      last_seen_at\
      """;

  @Id String deviceId;
  String userId;
  long ownership;
  long version;
  String app;
  String environment;
  @Nullable String osVersion;
  @Nullable String appVersion;
  @Nullable String locale;
  @Nullable String timeZone;
  boolean activitiesEnabled;
  boolean frequentUpdatesEnabled;

  @JdbcTypeCode(SqlTypes.JSON)
  Map<String, HeldStartToken> startTokens;

  @Nullable Long sequence;
  Instant observedAt;
  Instant lastSeenAt;

  static Uni<Optional<Device>> named(String deviceId) {
    return Device.<Device>findById(deviceId).map(Optional::ofNullable);
  }

  static Uni<Boolean> ownedBy(String userId, String deviceId) {
    return count("deviceId = ?1 and userId = ?2", deviceId, userId).map(found -> found > 0);
  }
}
