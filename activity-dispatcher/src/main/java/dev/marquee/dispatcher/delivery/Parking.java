package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes activities that a pause holds out of the way of the claims: each is claimed once, and no
 * claim looks at it again before the pause is lifted or a new fact about it arrives.
 *
 * <p>Which pauses are in force is remembered, so that a claim need not ask; whether one still is,
 * is asked under a lock before it holds anything, so that nothing stays behind when it is lifted.
 */
@ApplicationScoped
class Parking {
  private static final String IN_FORCE =
      "select id, scope from pauses where lifted_at is null order by id";

  private static final String PARK =
      """
      with in_force as (
        select id from pauses where id = any($2) and lifted_at is null order by id for share
      )
      update activities a
      set held_by = g.pause, due_at = null, open_claim = null, lease_until = null
      from unnest($1::bigint[], $2::bigint[]) as g (id, pause)
      join in_force on in_force.id = g.pause
      where a.id = g.id
      returning a.id
      """;

  private volatile @Nullable List<InForce> inForce;

  /** A pause that holds single activities. */
  private record InForce(long id, PauseScope scope) {}

  /** Holds nothing, ever. */
  static Parking withoutPauses() {
    Parking parking = new Parking();
    parking.inForce = List.of();
    return parking;
  }

  /** Looks again at which pauses are in force. */
  void refresh(Session session) {
    List<InForce> found = new ArrayList<>();
    for (Row row : session.query(IN_FORCE)) {
      PauseScope scope = PauseScope.parse(row.getString("scope"));
      if (!scope.holdsLanes()) {
        found.add(new InForce(row.getLong("id"), scope));
      }
    }
    inForce = List.copyOf(found);
  }

  /**
   * Parks the claims that a pause holds, in the transaction that claimed them.
   *
   * @return the activities that are parked
   */
  Set<Long> park(Session session, List<Claim> claims) {
    List<Long> activities = new ArrayList<>();
    List<Long> pauses = new ArrayList<>();
    for (Claim claim : claims) {
      for (InForce pause : inForce(session)) {
        if (pause.scope().holds(claim.snapshot())) {
          activities.add(claim.activityId());
          pauses.add(pause.id());
          break;
        }
      }
    }
    Set<Long> parked = new HashSet<>();
    if (!activities.isEmpty()) {
      for (Row row :
          session.query(PARK, activities.toArray(Long[]::new), pauses.toArray(Long[]::new))) {
        parked.add(row.getLong("id"));
      }
    }
    return parked;
  }

  private List<InForce> inForce(Session session) {
    List<InForce> known = inForce;
    if (known == null) {
      // The first claim after the start must not overlook what was paused before.
      refresh(session);
      known = inForce;
    }
    return known == null ? List.of() : known;
  }
}
