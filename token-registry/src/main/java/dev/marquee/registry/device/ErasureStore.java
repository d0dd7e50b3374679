package dev.marquee.registry.device;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make the registry forget: at first nobody has a device any more, and
 * consumers end what is on its screen; once that has had its time, the rows and the records of the
 * topic go.
 */
@ApplicationScoped
class ErasureStore {
  private static final String BEGIN =
      """
      select begin_erasure(:userId, cast(:deviceId as text), cast(:at as timestamptz),
        cast(:deadline as timestamptz))
      """;

  private static final String CONTINUE =
      """
      select continue_erasures(cast(:at as timestamptz), cast(:announcedBefore as timestamptz),
        cast(:markedBefore as timestamptz))
      """;

  private final ErasureConfig config;

  ErasureStore(ErasureConfig config) {
    this.config = config;
  }

  /**
   * Begins to erase one device of a user with all that belongs to it.
   *
   * @return how many devices that were: none where the user owns no such device
   */
  Uni<Long> eraseDevice(Mutiny.Session session, String userId, String deviceId, Instant at) {
    return begin(session, userId, deviceId, at);
  }

  /** Begins to erase all devices of a user, and to say so to those who keep the user's bookings. */
  Uni<Long> eraseUser(Mutiny.Session session, String userId, Instant at) {
    return begin(session, userId, null, at);
  }

  private Uni<Long> begin(
      Mutiny.Session session, String userId, @Nullable String deviceId, Instant at) {
    return session
        .createNativeQuery(BEGIN, Long.class)
        .setParameter("userId", userId)
        .setParameter("deviceId", deviceId)
        .setParameter("at", DeviceStore.utc(at))
        .setParameter("deadline", DeviceStore.utc(at.plus(config.screenGrace())))
        .getSingleResult();
  }

  /**
   * Goes on with what is due by now.
   *
   * @return how much was done; there may be more as long as it is not zero
   */
  Uni<Long> continueDue(Mutiny.Session session, Instant at) {
    return session
        .createNativeQuery(CONTINUE, Long.class)
        .setParameter("at", DeviceStore.utc(at))
        .setParameter("announcedBefore", DeviceStore.utc(at.minus(config.announcementRetention())))
        .setParameter("markedBefore", DeviceStore.utc(at.minus(config.markerRetention())))
        .getSingleResult();
  }
}
