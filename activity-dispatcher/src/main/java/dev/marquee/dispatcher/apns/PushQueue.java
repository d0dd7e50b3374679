package dev.marquee.dispatcher.apns;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The pushes that wait for a place on a connection, no more than a limit. Any thread may {@link
 * #add}; all else is confined to one event loop, which is called once for all that come before it
 * finds the time.
 */
final class PushQueue {

  private final EventLoop loop;
  private final int limit;
  private final Runnable whenSomeCame;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<PendingPush> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final Deque<PendingPush> queue = new ArrayDeque<>();

  /**
   * @param whenSomeCame is called on the event loop
   */
  PushQueue(EventLoop loop, int limit, Runnable whenSomeCame) {
    this.loop = loop;
    this.limit = limit;
    this.whenSomeCame = whenSomeCame;
  }

  /**
   * Adds a push at the end. If there are too many, or nobody sends any more, it has its outcome.
   */
  void add(PendingPush push) {
    if (waiting.incrementAndGet() > limit) {
      waiting.decrementAndGet();
      push.giveUp("%d pushes are waiting already".formatted(limit));
      return;
    }
    arrivals.add(push);
    if (announced.compareAndSet(false, true)) {
      try {
        loop.execute(this::takeIn);
      } catch (RejectedExecutionException _) {
        // The event loop has ended. First: what comes from now on is rejected by itself.
        announced.set(false);
        drain(late -> late.giveUp(ConnectionPool.CLOSING));
      }
    }
  }

  private void takeIn() {
    // First: what comes from now on is announced again.
    announced.set(false);
    drain(queue::addLast);
    whenSomeCame.run();
  }

  private void drain(Consumer<PendingPush> taker) {
    for (PendingPush push = arrivals.poll(); push != null; push = arrivals.poll()) {
      taker.accept(push);
    }
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** The next push, which stays; there must be one. */
  PendingPush first() {
    return queue.element();
  }

  /** The next push, which waits no more; there must be one. */
  PendingPush remove() {
    waiting.decrementAndGet();
    return queue.remove();
  }

  /** Lets a push wait once more, before all others; the limit does not matter. */
  void addFirst(PendingPush push) {
    waiting.incrementAndGet();
    queue.addFirst(push);
  }

  /**
   * Removes the pushes whose deadline has passed.
   *
   * @param taker is given each of them
   */
  void removeLate(long nowNanos, Consumer<PendingPush> taker) {
    queue.removeIf(push -> {
      boolean late = push.deadlinePassed(nowNanos);
      if (late) {
        waiting.decrementAndGet();
        taker.accept(push);
      }
      return late;
    });
  }
}
