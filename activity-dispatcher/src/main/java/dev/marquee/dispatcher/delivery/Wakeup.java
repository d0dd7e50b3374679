package dev.marquee.dispatcher.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a worker sleep until there is work or its poll interval has passed. Waking is cheap, from
 * any thread; many wakes before the worker sleeps count as one.
 */
public final class Wakeup {
  private final Semaphore pending = new Semaphore(0);

  /** Ends the current wait, or the next one. */
  public void wake() {
    if (pending.availablePermits() == 0) {
      pending.release();
    }
  }

  /** Sleeps for at most {@code longest}. */
  public void await(Duration longest) {
    try {
      if (pending.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        pending.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
