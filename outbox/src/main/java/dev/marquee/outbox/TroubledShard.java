package dev.marquee.outbox;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard that is set apart from the others while its oldest row cannot be sent. That row is tried
 * alone, with growing pauses: rows behind it are not repeated at each attempt, and a row that Kafka
 * never takes holds up its own shard and no other.
 *
 * <p>{@link #setApart} is called by one thread; {@link #isSetApart} by any.
 */
final class TroubledShard {

  private static final Logger LOG = LoggerFactory.getLogger(TroubledShard.class);

  private final int shard;
  private final Shipment shipment;
  private final Backoff backoff;
  private final Semaphore slots;
  private final CountDownLatch closing;
  private volatile boolean setApart;

  /**
   * @param slots shared by all shards: how many may be tried at a time
   * @param closing at zero once the relay closes
   */
  TroubledShard(
      int shard, Shipment shipment, Backoff backoff, Semaphore slots, CountDownLatch closing) {
    this.shard = shard;
    this.shipment = shipment;
    this.backoff = backoff;
    this.slots = slots;
    this.closing = closing;
  }

  /** Whether the shard is tried alone at present. */
  boolean isSetApart() {
    return setApart;
  }

  /** Tries the shard alone from now on, until its oldest row is sent. Returns at once. */
  void setApart(Exception failure, Executor threads) {
    setApart = true;
    LOG.warn("Shard {} of the outbox waits, and tries again: {}", shard, failure.toString());
    threads.execute(this::retry);
  }

  private void retry() {
    try {
      int failures = 1;
      while (!pause(backoff.after(failures))) {
        if (shipOldest()) {
          LOG.info("Shard {} of the outbox moves again after {} failures", shard, failures);
          setApart = false;
          return;
        }
        failures++;
      }
      LOG.debug("Shard {} of the outbox is left to the next relay", shard);
    } catch (InterruptedException _) {
      // The relay closes and waits no longer.
      Thread.currentThread().interrupt();
    }
  }

  private boolean shipOldest() throws InterruptedException {
    slots.acquire();
    try {
      return shipment.ship(Set.of(shard), 1).failures().isEmpty();
    } catch (RuntimeException e) {
      LOG.debug("Shard {} of the outbox cannot be read", shard, e);
      return false;
    } finally {
      slots.release();
    }
  }

  /** Answers whether the relay closes. */
  private boolean pause(Duration duration) throws InterruptedException {
    return closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
