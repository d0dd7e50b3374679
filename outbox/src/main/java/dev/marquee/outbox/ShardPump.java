package dev.marquee.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties one shard whenever asked to. At most one thread of this relay works on it; a request that
 * comes while it does makes it look once more, so none is lost.
 *
 * <p>After a failure it waits, then tries the oldest row alone: rows behind it are not repeated at
 * each attempt. One row that Kafka never takes holds up its shard and no other.
 */
final class ShardPump {

  private static final Logger LOG = LoggerFactory.getLogger(ShardPump.class);

  private final int shard;
  private final Pool pool;
  private final RecordSender sender;
  private final OutboxSettings settings;
  private final Backoff backoff;
  private final Semaphore slots;
  private final CountDownLatch closing;
  private final AtomicInteger requests = new AtomicInteger();

  /** Touched by the one working thread only; {@link #requests} publishes it to the next. */
  private int failures;

  /**
   * @param slots shared by all pumps: how many may hold a connection
   * @param closing at zero once the relay closes
   */
  ShardPump(
      int shard,
      Pool pool,
      RecordSender sender,
      OutboxSettings settings,
      Backoff backoff,
      Semaphore slots,
      CountDownLatch closing) {
    this.shard = shard;
    this.pool = pool;
    this.sender = sender;
    this.settings = settings;
    this.backoff = backoff;
    this.slots = slots;
    this.closing = closing;
  }

  private enum Step {
    /** Full to the limit: there may be more. */
    MORE,
    /** Empty, or another relay is at it. */
    DONE,
    /** Kafka or the database failed; nothing is lost. */
    FAILED
  }

  /** Asks for a look at the shard. Returns at once; any thread. */
  void request(Executor threads) {
    if (requests.getAndIncrement() == 0) {
      threads.execute(this::run);
    }
  }

  private void run() {
    int answered;
    do {
      answered = requests.get();
      try {
        drain();
      } catch (InterruptedException _) {
        // The relay closes and waits no longer. No further request is answered.
        Thread.currentThread().interrupt();
        return;
      }
    } while (requests.addAndGet(-answered) != 0);
  }

  private void drain() throws InterruptedException {
    boolean goOn = true;
    while (goOn && closing.getCount() > 0) {
      goOn =
          switch (stepInSlot()) {
            case MORE -> true;
            case DONE -> false;
            case FAILED -> {
              pause(backoff.after(failures));
              yield true;
            }
          };
    }
  }

  private Step stepInSlot() throws InterruptedException {
    slots.acquire();
    try {
      return step();
    } catch (RuntimeException e) {
      return failed(e);
    } finally {
      slots.release();
    }
  }

  private Step step() throws InterruptedException {
    int limit = failures == 0 ? settings.rowsPerTransaction() : 1;
    Optional<ShardTransaction> owned =
        ShardTransaction.begin(pool, shard, settings.sessionTimeout());
    if (owned.isEmpty()) {
      return Step.DONE;
    }
    try (ShardTransaction transaction = owned.get()) {
      List<OutboxRow> rows = transaction.oldestRows(limit);
      RecordSender.Sent sent = sender.send(rows);
      if (!sent.acknowledged().isEmpty()) {
        transaction.deleteAndCommit(sent.acknowledged());
      }
      if (sent.failure() != null) {
        return failed(sent.failure());
      }
      recovered();
      return rows.size() == limit ? Step.MORE : Step.DONE;
    }
  }

  private Step failed(Exception failure) {
    failures++;
    if (failures == 1) {
      LOG.warn("Shard {} of the outbox waits, and tries again: {}", shard, failure.toString());
    }
    return Step.FAILED;
  }

  private void recovered() {
    if (failures > 0) {
      LOG.info("Shard {} of the outbox moves again after {} failures", shard, failures);
      failures = 0;
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    if (closing.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      LOG.debug("Shard {} of the outbox is left to the next relay", shard);
    }
  }
}
