package dev.marquee.dispatcher.ingest;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import dev.marquee.dispatcher.delivery.DeliveryWorker;
import dev.marquee.dispatcher.delivery.HandOver;
import dev.marquee.outbox.OutboxEntry;
import dev.marquee.outbox.OutboxRecord;
import dev.marquee.outbox.OutboxRelay;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Applies batches of facts: one transaction each, repeated until the database took it. An outage
 * holds the channel up, loses nothing and buries nothing; only records that nobody can read are
 * buried.
 */
@ApplicationScoped
class BatchIngest {
  /** Counts records as they come: consumed = applied + unchanged + dead-lettered. */
  private static final String CONSUMED = "marquee.ingest.consumed";

  /**
   * Counts records by what became of them. Applied is one about something that its batch changed,
   * even if a newer one of the batch overtook it.
   */
  private static final String RECORDS = "marquee.ingest.records";

  /** Counts activities that were sent without waiting for a claim of their own. */
  private static final String HANDED_OVER = "marquee.ingest.handed-over";

  private static final Logger LOG = Logger.getLogger(BatchIngest.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Transactions transactions;
  private final BusinessClock clock;
  private final OutboxRelay relay;
  private final DeliveryWorker delivery;
  private final FanoutWorker fanouts;
  private final MeterRegistry metrics;
  private final CountDownLatch shutdown = new CountDownLatch(1);

  BatchIngest(
      Transactions transactions,
      BusinessClock clock,
      OutboxRelay relay,
      DeliveryWorker delivery,
      FanoutWorker fanouts,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.clock = clock;
    this.relay = relay;
    this.delivery = delivery;
    this.fanouts = fanouts;
    this.metrics = metrics;
  }

  /**
   * Applies one batch. Returns after the commit, so that the caller may acknowledge.
   *
   * @param topic where the batch came from
   * @param read how many of its records could be read
   * @param poison the records that could not, as dead letters
   * @param merge writes the facts
   * @throws IllegalStateException when the process shuts down first; the batch comes again
   */
  void apply(
      String topic,
      int read,
      List<OutboxRecord> poison,
      BiFunction<Session, Instant, Merged> merge) {
    metrics.counter(CONSUMED, "topic", topic).increment(read + poison.size());
    Committed committed = untilCommitted(topic, poison, merge);
    int changed = committed.merged().changed();
    count(topic, "applied", changed);
    count(topic, "unchanged", read - changed);
    count(topic, "dead-lettered", poison.size());
    metrics.counter(HANDED_OVER, "topic", topic).increment(committed.handedOver());
    if (changed > 0) {
      fanouts.wake();
    }
    if (!poison.isEmpty()) {
      relay.wake();
    }
  }

  /**
   * A batch whose transaction committed.
   *
   * @param handedOver how many of the touched activities delivery took over at once
   */
  private record Committed(Merged merged, int handedOver) {}

  private Committed untilCommitted(
      String topic, List<OutboxRecord> poison, BiFunction<Session, Instant, Merged> merge) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try (HandOver handOver = delivery.handOver()) {
        Optional<Merged> merged = tryToCommit(topic, poison, merge, handOver);
        if (merged.isPresent()) {
          return new Committed(merged.get(), handOver.send());
        }
      }
      pauseOrGiveUp(topic, pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  /** One attempt, or nothing where the database did not take it. Sends nothing. */
  private Optional<Merged> tryToCommit(
      String topic,
      List<OutboxRecord> poison,
      BiFunction<Session, Instant, Merged> merge,
      HandOver handOver) {
    try {
      return Optional.of(
          transactions.run(session -> {
            if (!poison.isEmpty()) {
              String deadLetters = topic + "-dlq";
              session.publish(OutboxEntry.inOrderOf(deadLetters, deadLetters, poison));
            }
            Instant now = clock.instant();
            Merged facts = merge.apply(session, now);
            handOver.touch(session, facts.touched(), now);
            return facts;
          }));
    } catch (RuntimeException e) {
      LOG.warnf("a batch of %s waits for the database: %s", topic, e.getMessage());
      return Optional.empty();
    }
  }

  private void pauseOrGiveUp(String topic, Duration pause) {
    try {
      if (!shutdown.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("shutting down with a batch of " + topic + " not applied");
  }

  private void count(String topic, String result, int records) {
    metrics.counter(RECORDS, "topic", topic, "result", result).increment(records);
  }

  /** First of all: a batch that waits for the database holds nobody up who waits for the batch. */
  void onShutdown(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
    shutdown.countDown();
  }
}
