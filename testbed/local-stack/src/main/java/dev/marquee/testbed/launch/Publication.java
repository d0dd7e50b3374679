package dev.marquee.testbed.launch;

import dev.marquee.testbed.launch.EventCheck.CheckedEvent;
import dev.marquee.testbed.stack.Upstream;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to a broker, no more than {@value #WINDOW} unacknowledged at once. Stops at
 * the first that the broker does not take. One thread sends.
 */
final class Publication {
  private static final int WINDOW = 1_000;

  private final Upstream upstream;
  private final Semaphore window = new Semaphore(WINDOW);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Publication(Upstream upstream) {
    this.upstream = upstream;
  }

  /** Sends an event, after waiting for room; does nothing once the broker has failed. */
  void send(CheckedEvent event) {
    window.acquireUninterruptibly();
    if (failure.get() != null) {
      window.release();
      return;
    }
    var _ =
        upstream
            .publish(event.key(), event.value(), EventCheck.HEADERS)
            .whenComplete((_, refused) -> {
              if (refused == null) {
                acknowledged.incrementAndGet();
              } else {
                failure.compareAndSet(null, refused);
              }
              window.release();
            });
  }

  /** How many events the broker has acknowledged by now. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits for everything that is on its way. */
  void await() {
    window.acquireUninterruptibly(WINDOW);
    window.release(WINDOW);
  }

  /** Why the broker takes no more; null while it does. */
  @Nullable String failure() {
    Throwable cause = failure.get();
    if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      cause = wrapped.getCause();
    }
    return cause == null ? null : String.valueOf(cause.getMessage());
  }
}
