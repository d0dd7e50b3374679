package dev.marquee.dispatcher.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Brings ingest to its end when the process stops, before delivery, the outbox's relay and the
 * database go: the channels hand out no more batches, and those in work are applied and
 * acknowledged. What a channel had read ahead comes again, to whoever gets its partitions.
 * Thread-safe.
 *
 * <p>Without it the connector goes on reading while the database's pool is closed under it.
 */
@ApplicationScoped
class ChannelDrain {
  private static final Logger LOG = Logger.getLogger(ChannelDrain.class);

  /** A batch takes milliseconds; one that has to wait for the database gives up by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<List<PausableChannel>> channels;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int inWork;

  @Inject
  ChannelDrain(ChannelRegistry registry) {
    this(
        () ->
            Stream.of(BookingEventConsumer.BOOKING_EVENTS, TokenEventConsumer.TOKEN_EVENTS)
                .map(channel ->
                    Objects.requireNonNull(
                        registry.getPausable(channel), () -> channel + " cannot be paused"))
                .toList(),
        PATIENCE);
  }

  /** Of channels of one's own. */
  ChannelDrain(Supplier<List<PausableChannel>> channels, Duration patience) {
    this.channels = channels;
    this.patience = patience;
  }

  /** A batch that somebody works on until it is closed. */
  interface Batch extends AutoCloseable {
    @Override
    void close();
  }

  /** Begins to work on a batch. The thread of a channel. */
  Batch begin() {
    count(1);
    return () -> count(-1);
  }

  private void count(int change) {
    lock.lock();
    try {
      inWork += change;
      if (inWork == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Before whatever a batch needs is stopped. */
  void onShutdown(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
      throws InterruptedException {
    channels.get().forEach(PausableChannel::pause);
    if (!awaitIdle()) {
      LOG.warn("shutting down with batches in work; they come again");
    }
  }

  private boolean awaitIdle() throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (inWork > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return inWork == 0;
    } finally {
      lock.unlock();
    }
  }
}
