package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.database.Transactions.Session;
import java.time.Instant;

/**
 * What ingest hands straight to delivery: of the activities that it touched those that can be
 * updated or ended at once are claimed, and sent after the commit; the rest become due.
 *
 * <p>One per attempt to commit, and not thread-safe. It holds send slots until it is closed: no
 * more is claimed than can be written now.
 */
public final class HandOver implements AutoCloseable {
  private final DeliveryWorker delivery;
  private final int slots;
  private final long deadlineNanos;
  private TakenOver takenOver = TakenOver.NOTHING;
  private int sent;

  HandOver(DeliveryWorker delivery, int slots, long deadlineNanos) {
    this.delivery = delivery;
    this.slots = slots;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Claims what was touched and can be sent now, and makes the rest due. A repeated transaction may
   * call it again: only the last call counts.
   *
   * @param touched whose facts the transaction of this session has written
   * @param now business time
   */
  public void touch(Session session, Touched touched, Instant now) {
    takenOver =
        touched.isEmpty()
            ? TakenOver.NOTHING
            : delivery.touch(session, touched, slots, now, deadlineNanos);
  }

  /**
   * Sends what was claimed, and has the rest looked at; to be called after the commit.
   *
   * @return how many activities it looked after
   */
  public int send() {
    sent = takenOver.claimed().size();
    takenOver.claimed().forEach(delivery::carryOut);
    if (takenOver.leavesSome()) {
      delivery.wake();
    }
    return sent;
  }

  /** Frees the slots that were not needed; a claim that had too few looks again. */
  @Override
  public void close() {
    delivery.release(slots - sent);
  }
}
