package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import dev.marquee.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Settles answers as they come, some hundred at a time, never by the batch they were claimed in:
 * one stalled stream holds up nobody. Bounded by the claims in flight.
 */
@ApplicationScoped
class SettleQueue {
  /** Most settlements of one transaction. */
  static final int BATCH_LIMIT = 500;

  private static final Logger LOG = Logger.getLogger(SettleQueue.class);
  private static final Duration OUTAGE_PAUSE = Duration.ofMillis(250);

  private final SettleStore store;
  private final BusinessClock clock;
  private final OutboxRelay relay;
  private final Duration delay;
  private final BlockingQueue<Settlement> queue = new LinkedBlockingQueue<>();

  SettleQueue(SettleStore store, BusinessClock clock, OutboxRelay relay, DeliveryConfig config) {
    this.store = store;
    this.clock = clock;
    this.relay = relay;
    this.delay = config.settleDelay();
  }

  /** Hands over an answer. Any thread; never blocks. */
  void add(Settlement settlement) {
    queue.add(settlement);
  }

  /**
   * Settles until interrupted, on the calling thread.
   *
   * @param settled told after each commit how many claims it settled, and whether some of the
   *     activities are due again
   */
  void run(BiConsumer<Integer, Boolean> settled) throws InterruptedException {
    while (true) {
      List<Settlement> batch = new ArrayList<>();
      batch.add(queue.take());
      long patience = delay.toNanos();
      long startNanos = System.nanoTime();
      while (batch.size() < BATCH_LIMIT) {
        Settlement next =
            queue.poll(patience - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
        if (next == null) {
          break;
        }
        batch.add(next);
      }
      settled.accept(batch.size(), settle(batch));
      relay.wake();
    }
  }

  /**
   * An answer that cannot be written waits: the lease outlives a short outage, doubt does the rest.
   */
  private boolean settle(List<Settlement> batch) throws InterruptedException {
    while (true) {
      try {
        return store.settle(batch, clock.instant());
      } catch (RuntimeException e) {
        LOG.warnf("%d answers wait for the database: %s", batch.size(), e.getMessage());
        Thread.sleep(OUTAGE_PAUSE);
      }
    }
  }
}
