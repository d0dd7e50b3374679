package dev.marquee.registry.rejection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The statements on the guard: it counts the tokens that are dropped, trips when they are too many,
 * and then rejections are held in a table until an operator releases them.
 */
@ApplicationScoped
class RejectionGuardStore {
  private static final String HOLD =
      """
      with held as (
        insert into held_rejections (device_id, activity_kit_id, fingerprint, invalid_since, held_at)
        select :deviceId, :activityKitId, :fingerprint, cast(:invalidSince as timestamptz),
          cast(:now as timestamptz)
        from rejection_guard
        where tripped_at is not null
        on conflict (device_id, activity_kit_id, fingerprint) do update set
          invalid_since = greatest(held_rejections.invalid_since, excluded.invalid_since),
          verdict = null
        returning id
      )
      select count(*) from held
      """;

  private static final String COUNT_DROPPED =
      """
      select count_dropped_token(cast(:now as timestamptz), make_interval(secs => :seconds), :share,
        :leastCount)
      """;

  private static final String STATE =
      """
      select cast(json_build_object(
        'trippedAt', (select iso_time(tripped_at) from rejection_guard),
        'held', (select count(*) from held_rejections where verdict is null),
        'released', (select count(*) from held_rejections where verdict is not null)) as text)
      """;

  private static final String RELEASE =
      """
      with released as (
        update held_rejections set verdict = :verdict where verdict is null
        returning id
      ), reset as (
        update rejection_guard set tripped_at = null, dropped = 0, window_started_at = '-infinity'
      )
      select count(*) from released
      """;

  private final RejectionGuardConfig config;

  RejectionGuardStore(RejectionGuardConfig config) {
    this.config = config;
  }

  /** Holds a rejection if the guard has tripped; answers whether it did. */
  Uni<Boolean> hold(Mutiny.Session session, Refusal refusal, Instant now) {
    return session
        .createNativeQuery(HOLD, Long.class)
        .setParameter("deviceId", refusal.deviceId())
        .setParameter("activityKitId", refusal.activityKitId())
        .setParameter("fingerprint", refusal.fingerprint())
        .setParameter("invalidSince", refusal.invalidSince().atOffset(ZoneOffset.UTC))
        .setParameter("now", now.atOffset(ZoneOffset.UTC))
        .getSingleResult()
        .map(held -> held > 0);
  }

  /** Counts a dropped token; answers whether that tripped the guard. */
  Uni<Boolean> countDropped(Mutiny.Session session, Instant now) {
    return session
        .createNativeQuery(COUNT_DROPPED, Boolean.class)
        .setParameter("now", now.atOffset(ZoneOffset.UTC))
        .setParameter("seconds", config.window().toMillis() / 1_000.0)
        .setParameter("share", config.share())
        .setParameter("leastCount", config.leastCount())
        .getSingleResult();
  }

  /** The guard's state, as JSON. */
  Uni<String> state(Mutiny.Session session) {
    return session.createNativeQuery(STATE, String.class).getSingleResult();
  }

  /** Closes the guard and lets go of what it held; answers how many rejections that are. */
  Uni<Long> release(Mutiny.Session session, Verdict verdict) {
    return session
        .createNativeQuery(RELEASE, Long.class)
        .setParameter("verdict", verdict.wireName())
        .getSingleResult();
  }
}
