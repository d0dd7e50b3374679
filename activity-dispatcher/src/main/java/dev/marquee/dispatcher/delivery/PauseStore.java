package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SQL of the pauses: what is in force for all replicas, and who did it. Another replica heeds a
 * change within a second. Worker or virtual threads.
 */
@ApplicationScoped
public class PauseStore {
  private static final Logger LOG = Logger.getLogger(PauseStore.class);

  private static final String PUT =
      """
      insert into pauses (scope, reason, paused_by, paused_at, until) values ($1, $2, $3, $4, $5)
      on conflict (scope) where lifted_at is null do update
      set reason = excluded.reason, paused_by = excluded.paused_by,
          paused_at = excluded.paused_at, until = excluded.until
      """;

  /** With how many activities each holds: what it parked, or what is due in the lanes it closes. */
  private static final String LIST =
      """
      select p.scope, p.reason, p.paused_by, p.paused_at, p.until,
        case when p.scope = 'everything' or p.scope like 'app:%' then (
            select count(*) from lanes l join activities a on a.lane = l.name
            where a.due_at <= $1 and p.scope in ('everything', 'app:' || l.app))
          else (select count(*) from activities a where a.held_by = p.id) end as held
      from pauses p
      where p.lifted_at is null and ($2::text is null or p.scope = $2)
      order by p.scope
      """;

  private static final String LIFT =
      "update pauses set lifted_by = $2, lifted_at = $3 where scope = $1 and lifted_at is null"
          + " returning scope";

  private static final String LIFT_EXPIRED =
      "update pauses set lifted_by = 'its end', lifted_at = $1 where until <= $1"
          + " and lifted_at is null returning scope";

  /** What a lane held back goes out as after an outage: slowly at first. */
  private static final String TAKE_UP_SPEED =
      """
      update lanes set opened_at = $2, next_turn_at = '-infinity'
      where closed_until is null and $1 in ('everything', 'app:' || app)
      """;

  private final Transactions transactions;
  private final Parking parking;
  private final BusinessClock clock;

  PauseStore(Transactions transactions, Parking parking, BusinessClock clock) {
    this.transactions = transactions;
    this.parking = parking;
    this.clock = clock;
  }

  /** What is paused, by scope. */
  public List<Pause> list() {
    return transactions.run(session -> list(session, null));
  }

  /** The pause of exactly this scope. */
  public Optional<Pause> find(PauseScope scope) {
    return transactions.run(session -> list(session, scope)).stream().findFirst();
  }

  /**
   * Holds a scope back from now on; if it is paused already, for another reason or another time.
   *
   * @param until when it lifts by itself; null for never
   * @param operator who asked for it, for the record
   */
  public Pause put(PauseScope scope, String reason, @Nullable Instant until, String operator) {
    Instant now = clock.instant();
    Pause pause =
        transactions.run(session -> {
          session.query(PUT, row(scope, reason, until, operator, now));
          parking.refresh(session);
          return list(session, scope).getFirst();
        });
    LOG.warnf("paused by %s until %s, %s: %s", operator, until, scope, reason);
    return pause;
  }

  /**
   * Lifts the pause of exactly this scope. What it held goes out smoothly, newest state only.
   *
   * @param operator who asked for it, for the record
   * @return the pause that was lifted; empty if there was none
   */
  public Optional<Pause> lift(PauseScope scope, String operator) {
    Instant now = clock.instant();
    Optional<Pause> lifted =
        transactions.run(session -> {
          Optional<Pause> pause = list(session, scope).stream().findFirst();
          for (Row row : session.query(LIFT, scope.toString(), operator, now.atOffset(UTC))) {
            session.query(TAKE_UP_SPEED, row.getString("scope"), now.atOffset(UTC));
          }
          parking.refresh(session);
          return pause;
        });
    lifted.ifPresent(pause -> LOG.infof("pause lifted by %s: %s", operator, scope));
    return lifted;
  }

  /** Lifts what has come to its end, and heeds what other replicas paused and lifted. */
  void follow() {
    Instant now = clock.instant();
    transactions.run(session -> {
      for (Row row : session.query(LIFT_EXPIRED, now.atOffset(UTC))) {
        session.query(TAKE_UP_SPEED, row.getString("scope"), now.atOffset(UTC));
        LOG.infof("pause has come to its end: %s", row.getString("scope"));
      }
      parking.refresh(session);
      return true;
    });
  }

  private static Object[] row(
      PauseScope scope, String reason, @Nullable Instant until, String operator, Instant now) {
    return new Object[] {
      scope.toString(),
      reason,
      operator,
      now.atOffset(UTC),
      until == null ? null : until.atOffset(UTC)
    };
  }

  private List<Pause> list(Session session, @Nullable PauseScope scope) {
    List<Pause> pauses = new ArrayList<>();
    Object[] parameters = {clock.instant().atOffset(UTC), scope == null ? null : scope.toString()};
    for (Row row : session.query(LIST, parameters)) {
      OffsetDateTime until = row.getOffsetDateTime("until");
      pauses.add(
          new Pause(
              row.getString("scope"),
              row.getString("reason"),
              row.getString("paused_by"),
              row.getOffsetDateTime("paused_at").toInstant(),
              until == null ? null : until.toInstant(),
              row.getLong("held")));
    }
    return pauses;
  }
}
