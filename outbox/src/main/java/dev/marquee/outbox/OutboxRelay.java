package dev.marquee.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the rows of the table {@code outbox} to Kafka, at least once, and deletes them.
 *
 * <p>Any number of relays run side by side on one table: a shard belongs to one of them for the
 * length of one transaction, and is sent in the order of ids. One transaction ships whatever waits
 * in all shards that are free. A row is deleted after the broker acknowledged every record of it,
 * so a relay that dies in between leaves it to be sent again. A record that fails sets its shard
 * apart from the others; the relay backs off and tries until it succeeds, and never gives a row up.
 *
 * <p>What a consumer must bear: records repeated after a crash or a failure, and then an older one
 * of a key after a newer one. Versions inside the events tell.
 *
 * <p>Works on virtual threads of its own. {@link #wake} after a commit makes it quick; without, it
 * looks every poll interval.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(1);

  private final OutboxTable table;
  private final OutboxSettings settings;
  private final Backoff backoff;
  private final Shipment shipment;
  private final List<TroubledShard> shards;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 0).factory());
  private final Semaphore signals = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile OutboxTable.Backlog backlog = OutboxTable.Backlog.NONE;

  /**
   * Prepares a relay that does nothing yet.
   *
   * @param pool the service's own; {@link OutboxSettings#concurrentRetries} + 1 connections of it
   *     are in use at most. Closed by its owner, after this
   * @param producer made by {@link OutboxProducer}, or as careful. Closed by its owner, after this
   */
  public OutboxRelay(Pool pool, Producer<byte[], byte[]> producer, OutboxSettings settings) {
    this.table = new OutboxTable(pool);
    this.settings = settings;
    this.backoff = new Backoff(settings.firstBackoff(), settings.maxBackoff(), new Random());
    this.shipment = new Shipment(pool, new RecordSender(producer), settings);
    Semaphore slots = new Semaphore(settings.concurrentRetries());
    this.shards =
        IntStream.range(0, OutboxEntry.SHARDS)
            .mapToObj(shard -> new TroubledShard(shard, shipment, backoff, slots, closing))
            .toList();
  }

  /** Starts shipping, first what an earlier process left. Once only. */
  public void start() {
    threads.execute(() -> {
      try {
        run();
      } catch (InterruptedException _) {
        // The relay closes and waits no longer.
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Says that a row was committed. Cheap, never blocks, any thread. */
  public void wake() {
    if (signals.availablePermits() == 0) {
      signals.release();
    }
  }

  /** How many rows waited about a second ago; counts up to 100,000. For a gauge. */
  public long depth() {
    return backlog.depth();
  }

  /** How long the oldest row had waited about a second ago; zero if none waited. For a gauge. */
  public Duration oldestAge() {
    return backlog.oldestAge();
  }

  private void run() throws InterruptedException {
    int failures = 0;
    long measuredAt = System.nanoTime() - MEASURE_INTERVAL.toNanos();
    while (closing.getCount() > 0) {
      long lookedAt = System.nanoTime();
      try {
        ship();
        if (lookedAt - measuredAt >= MEASURE_INTERVAL.toNanos()) {
          backlog = table.backlog();
          measuredAt = lookedAt;
        }
        failures = 0;
      } catch (RuntimeException e) {
        failures++;
        if (failures == 1 && closing.getCount() > 0) {
          LOG.warn("The outbox cannot be read, the relay tries again: {}", e.toString());
        }
      }
      awaitNextLook(lookedAt, failures);
    }
  }

  /** Ships what waits in the shards that are not in trouble. */
  private void ship() throws InterruptedException {
    List<Integer> waiting =
        table.shardsWithRows().stream().filter(shard -> !shards.get(shard).isSetApart()).toList();
    if (!waiting.isEmpty()) {
      Shipment.Shipped shipped = shipment.ship(waiting, settings.rowsPerShard());
      shipped.failures().forEach((shard, failure) -> shards.get(shard).setApart(failure, threads));
      if (shipped.more()) {
        wake();
      }
    }
  }

  /** A failing database is not asked sooner because somebody commits. */
  private void awaitNextLook(long lookedAt, int failures) throws InterruptedException {
    if (failures > 0) {
      pause(backoff.after(failures).toNanos());
    } else if (signals.tryAcquire(settings.pollInterval().toNanos(), TimeUnit.NANOSECONDS)) {
      signals.drainPermits();
      pause(lookedAt + settings.lookInterval().toNanos() - System.nanoTime());
    }
  }

  private void pause(long nanos) throws InterruptedException {
    if (closing.await(nanos, TimeUnit.NANOSECONDS)) {
      LOG.debug("The relay of the outbox closes");
    }
  }

  /**
   * Stops: what is under way is finished, the rest waits for the next relay. Takes no longer than
   * the session time-out. Close it before pool and producer.
   */
  @Override
  public void close() {
    closing.countDown();
    wake();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(settings.sessionTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
