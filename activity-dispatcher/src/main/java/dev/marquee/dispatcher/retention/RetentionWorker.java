package dev.marquee.dispatcher.retention;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.retention.Retention.Forgotten;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at start-up, and then every interval, for what is past. One virtual thread. */
@ApplicationScoped
class RetentionWorker {
  /** Counts what was forgotten, by kind. */
  private static final String FORGOTTEN = "marquee.retention.forgotten";

  private static final Logger LOG = Logger.getLogger(RetentionWorker.class);

  private final Retention retention;
  private final BusinessClock clock;
  private final Duration interval;
  private final MeterRegistry metrics;
  private final CountDownLatch shutdown = new CountDownLatch(1);

  RetentionWorker(
      Transactions transactions,
      BusinessClock clock,
      RetentionConfig config,
      MeterRegistry metrics) {
    this.retention = new Retention(transactions, config);
    this.clock = clock;
    this.interval = config.interval();
    this.metrics = metrics;
  }

  void onStart(@Observes StartupEvent event) {
    Thread.ofVirtual().name("retention").start(this::run);
  }

  void onShutdown(@Observes ShutdownEvent event) {
    shutdown.countDown();
  }

  private void run() {
    try {
      do {
        forget();
      } while (!shutdown.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Round after round while there is much to forget; what fails waits for the next interval. */
  private void forget() {
    try {
      Forgotten forgotten;
      do {
        forgotten = retention.round(clock.instant());
        count("bookings", forgotten.bookings());
        count("shows", forgotten.shows());
        count("history-days", forgotten.historyDays());
        count("history-rows", forgotten.historyRows());
      } while (forgotten.isFull() && shutdown.getCount() > 0);
    } catch (RuntimeException e) {
      LOG.warnf("what is past stays until the next look: %s", e.getMessage());
    }
  }

  private void count(String kind, int rows) {
    metrics.counter(FORGOTTEN, "kind", kind).increment(rows);
  }
}
