package dev.marquee.dispatcher.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Whether this replica may start cards: closed while ingest catches up with a backlog, for no
 * longer than a bound, because a stuck partition must not keep every card away. Thread-safe.
 */
@ApplicationScoped
public class StartGate {
  private static final Duration LONGEST_CLOSURE = Duration.ofSeconds(60);

  private volatile boolean open;
  private volatile long closedAtNanos = System.nanoTime();

  /** Ingest has caught up. */
  public void open() {
    open = true;
  }

  /** Ingest has a backlog. */
  public void close() {
    if (open) {
      closedAtNanos = System.nanoTime();
      open = false;
    }
  }

  /** Whether starts may be claimed now. */
  public boolean isOpen() {
    return open || System.nanoTime() - closedAtNanos > LONGEST_CLOSURE.toNanos();
  }
}
