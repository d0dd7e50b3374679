package dev.marquee.dispatcher.ingest;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.DeliveryWorker;
import dev.marquee.dispatcher.delivery.HandOver;
import dev.marquee.dispatcher.delivery.Wakeup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries changes of whole shows to their activities, in chunks of bookings, one chunk per
 * transaction: a full house touches tens of thousands of rows, and one statement over them would
 * deadlock with settles. Replicas share the work; a chunk that a dead one held is free again with
 * its transaction.
 */
@ApplicationScoped
class FanoutWorker {
  private static final Logger LOG = Logger.getLogger(FanoutWorker.class);
  private static final int BOOKINGS_PER_CHUNK = 500;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

  private static final String CLAIM =
      "select id, show_id, booking_cursor from fanouts order by id limit 1"
          + " for update skip locked";

  private static final String MARK_CHUNK =
      """
      with chunk as (
        select id from bookings where show_id = $2 and id > $3 order by id limit $4
      ), touched as (
        select a.id from activities a join chunk on a.booking_id = chunk.id
        order by a.id for no key update of a
      ), marked as (
        update activities a set changes = a.changes + 1, due_at = greatest($1, a.not_before)
        from touched where a.id = touched.id
      )
      select max(id) as reached, count(*) as bookings,
        (select coalesce(array_agg(id), '{}') from touched) as touched
      from chunk
      """;

  private static final String MOVE_ON = "update fanouts set booking_cursor = $2 where id = $1";
  private static final String FINISH = "delete from fanouts where id = $1";

  private final Transactions transactions;
  private final BusinessClock clock;
  private final DeliveryWorker delivery;
  private final Wakeup wakeup = new Wakeup();
  private volatile boolean running = true;

  FanoutWorker(Transactions transactions, BusinessClock clock, DeliveryWorker delivery) {
    this.transactions = transactions;
    this.clock = clock;
    this.delivery = delivery;
  }

  void onStart(@Observes StartupEvent event) {
    Thread.ofVirtual().name("fanout").start(this::run);
  }

  void onShutdown(@Observes ShutdownEvent event) {
    running = false;
    wakeup.wake();
  }

  /** Looks for work now. Any thread, after the commit that added it. */
  void wake() {
    wakeup.wake();
  }

  private void run() {
    while (running) {
      try {
        if (!carryChunk()) {
          wakeup.await(POLL_INTERVAL);
        }
      } catch (RuntimeException e) {
        LOG.warnf("fan-outs wait for the database: %s", e.getMessage());
        wakeup.await(OUTAGE_PAUSE);
      }
    }
  }

  /** Whether there was a chunk to carry. */
  private boolean carryChunk() {
    try (HandOver handOver = delivery.handOver()) {
      Optional<List<Long>> touched =
          transactions.run(session -> {
            Instant now = clock.instant();
            Optional<List<Long>> marked = markChunk(session, now);
            handOver.claim(session, marked.orElse(List.of()), now);
            return marked;
          });
      if (handOver.send() < touched.map(List::size).orElse(0)) {
        delivery.wake();
      }
      return touched.isPresent();
    }
  }

  /** The activities of the next chunk, now due; empty where no fan-out is open. */
  static Optional<List<Long>> markChunk(Session session, Instant now) {
    RowSet<Row> claimed = session.query(CLAIM);
    if (claimed.size() == 0) {
      return Optional.empty();
    }
    Row fanout = claimed.iterator().next();
    Row chunk =
        session
            .query(
                MARK_CHUNK,
                now.atOffset(ZoneOffset.UTC),
                fanout.getLong("show_id"),
                fanout.getLong("booking_cursor"),
                BOOKINGS_PER_CHUNK)
            .iterator()
            .next();
    if (chunk.getLong("bookings") < BOOKINGS_PER_CHUNK) {
      session.query(FINISH, fanout.getLong("id"));
    } else {
      session.query(MOVE_ON, fanout.getLong("id"), chunk.getLong("reached"));
    }
    return Optional.of(List.of(chunk.getArrayOfLongs("touched")));
  }
}
