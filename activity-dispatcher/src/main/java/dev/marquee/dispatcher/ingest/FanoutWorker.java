package dev.marquee.dispatcher.ingest;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.DeliveryWorker;
import dev.marquee.dispatcher.delivery.HandOver;
import dev.marquee.dispatcher.delivery.Touched;
import dev.marquee.dispatcher.delivery.Wakeup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final String CHUNK =
      "select id from bookings where show_id = $1 and id > $2 order by id limit $3";

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
      Optional<Touched> touched =
          transactions.run(session -> {
            Optional<Touched> chunk = nextChunk(session);
            handOver.touch(session, chunk.orElse(Touched.NOTHING), clock.instant());
            return chunk;
          });
      handOver.send();
      return touched.isPresent();
    }
  }

  /** The bookings of the next chunk, whose cards are to be touched; empty if no fan-out is open. */
  static Optional<Touched> nextChunk(Session session) {
    RowSet<Row> claimed = session.query(CLAIM);
    if (claimed.size() == 0) {
      return Optional.empty();
    }
    Row fanout = claimed.iterator().next();
    List<Long> bookings = new ArrayList<>();
    for (Row row :
        session.query(
            CHUNK,
            fanout.getLong("show_id"),
            fanout.getLong("booking_cursor"),
            BOOKINGS_PER_CHUNK)) {
      bookings.add(row.getLong("id"));
    }
    if (bookings.size() < BOOKINGS_PER_CHUNK) {
      session.query(FINISH, fanout.getLong("id"));
    } else {
      session.query(MOVE_ON, fanout.getLong("id"), bookings.getLast());
    }
    return Optional.of(Touched.bookings(bookings));
  }
}
