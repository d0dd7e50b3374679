package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What ingest hands straight to delivery: activities that can be updated or ended at once are
 * claimed by the transaction that touched them, and sent after its commit. The rest only became
 * due.
 *
 * <p>One per attempt to commit, and not thread-safe. It holds send slots until it is closed: no
 * more is claimed than can be written now.
 */
public final class HandOver implements AutoCloseable {
  private final DeliveryWorker delivery;
  private final int slots;
  private final long deadlineNanos;
  private List<Decided> claimed = List.of();
  private int sent;

  HandOver(DeliveryWorker delivery, int slots, long deadlineNanos) {
    this.delivery = delivery;
    this.slots = slots;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Claims what can be sent now. A repeated transaction may call it again: only the last call
   * counts.
   *
   * @param touched activities that the transaction of this session marked due
   */
  public void claim(Session session, Collection<Long> touched, Instant now) {
    claimed =
        slots == 0 || touched.isEmpty()
            ? List.of()
            : delivery.claimTouched(session, touched, slots, now, deadlineNanos);
  }

  /**
   * Sends what was claimed; to be called after the commit.
   *
   * @return how many activities it looked after
   */
  public int send() {
    sent = claimed.size();
    claimed.forEach(delivery::carryOut);
    return sent;
  }

  /** Frees the slots that were not needed; a claim that had too few looks again. */
  @Override
  public void close() {
    delivery.release(slots - sent);
  }
}
