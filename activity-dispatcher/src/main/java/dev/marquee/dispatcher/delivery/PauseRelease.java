package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Makes due again what lifted pauses held, in chunks and spread over time: one chunk at a time for
 * each pause, by whichever replica comes first. Worker or virtual threads.
 */
@ApplicationScoped
class PauseRelease {
  private static final int CHUNK = 1_000;

  private static final String NEXT =
      """
      select id, released_until from pauses
      where lifted_at is not null and not released
      order by id limit 1 for update skip locked
      """;

  /** In the order of ids, as every statement locks that touches several activities. */
  private static final String FREE =
      """
      with held as (
        select a.id from activities a where a.held_by = $1
        order by a.id limit $2 for no key update
      ), placed as (
        select id, row_number() over (order by id) - 1 as place from held
      )
      update activities a
      set held_by = null,
          due_at = coalesce(
            a.due_at, $3::timestamptz + make_interval(secs => placed.place / $4::float8))
      from placed where a.id = placed.id
      returning a.id
      """;

  private static final String NOTE =
      "update pauses set released_until = $2, released = $3 where id = $1";

  private final Transactions transactions;
  private final BusinessClock clock;
  private final double perSecond;

  PauseRelease(Transactions transactions, BusinessClock clock, DeliveryConfig config) {
    this.transactions = transactions;
    this.clock = clock;
    this.perSecond = config.releasePerSecond();
  }

  /**
   * Releases one chunk.
   *
   * @return whether there may be more to release
   */
  boolean releaseChunk() {
    Instant now = clock.instant();
    return transactions.run(session -> {
      RowIterator<Row> lifted = session.query(NEXT).iterator();
      if (!lifted.hasNext()) {
        return false;
      }
      release(session, lifted.next(), now);
      return true;
    });
  }

  private void release(Session session, Row pause, Instant now) {
    OffsetDateTime releasedUntil = pause.getOffsetDateTime("released_until");
    Instant from =
        releasedUntil == null || releasedUntil.toInstant().isBefore(now)
            ? now
            : releasedUntil.toInstant();
    int freed =
        session.query(FREE, pause.getLong("id"), CHUNK, from.atOffset(UTC), perSecond).rowCount();
    Instant until = from.plusMillis((long) (1_000 * freed / perSecond));
    session.query(NOTE, pause.getLong("id"), until.atOffset(UTC), freed < CHUNK);
  }
}
