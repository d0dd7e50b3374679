package dev.marquee.registry.rejection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The operator's statements on the guard. It trips where rejections are judged, see {@link
 * RejectionStore}; they are held in a table then, until an operator releases them.
 */
@ApplicationScoped
class RejectionGuardStore {
  private static final String STATE =
      """
      select cast(json_build_object(
        'trippedAt', (select iso_time(tripped_at) from rejection_guard),
        'held', (select count(*) from held_rejections where verdict is null),
        'released', (select count(*) from held_rejections where verdict is not null)) as text)
      """;

  private static final String RELEASE = "select release_rejections(:verdict)";

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
