package dev.marquee.registry.rejection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Watches the guard: gauges and an error in the log for the alarm, and, once an operator has
 * released them, the rejections that were held.
 */
@ApplicationScoped
class RejectionGuard {
  private static final Logger LOG = Logger.getLogger(RejectionGuard.class);
  private static final String TRIPPED = "marquee.registry.rejection.guard.tripped";
  private static final String HELD = "marquee.registry.rejections.held";

  private final RegistryTransaction transaction;
  private final RejectionGuardStore guard;
  private final RejectionStore rejections;
  private final ObjectMapper json;
  private volatile GuardState last = GuardState.UNKNOWN;

  RejectionGuard(
      RegistryTransaction transaction,
      RejectionGuardStore guard,
      RejectionStore rejections,
      ObjectMapper json,
      MeterRegistry metrics) {
    this.transaction = transaction;
    this.guard = guard;
    this.rejections = rejections;
    this.json = json;
    Gauge.builder(TRIPPED, () -> last.tripped() ? 1 : 0)
        .description("1 while rejections are held because there are too many")
        .register(metrics);
    Gauge.builder(HELD, () -> last.held())
        .description("Rejections that wait for an operator")
        .register(metrics);
  }

  /** Reads the state. Any event loop. */
  Uni<GuardState> look() {
    return Uni.createFrom()
        .deferred(() -> transaction.run(guard::state))
        .map(this::read)
        .invoke(this::remember);
  }

  /** Releases what is held, and closes the guard. */
  Uni<GuardState> release(Verdict verdict) {
    return transaction
        .run(session -> guard.release(session, verdict))
        .invoke(
            released -> LOG.infof("Released %d held rejections: %s", released, verdict.wireName()))
        .chain(this::look);
  }

  @Scheduled(
      every = "${marquee.rejections.guard.poll-interval}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> watch() {
    return Uni.createFrom()
        .deferred(rejections::judgeReleased)
        .repeat()
        .until(judged -> !judged)
        .collect()
        .last()
        .chain(this::look)
        .onFailure()
        .invoke(e -> LOG.warnf("The guard cannot be looked at: %s", e.getClass().getName()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private void remember(GuardState now) {
    if (now.tripped() && !last.tripped()) {
      LOG.errorf(
          "Too many tokens are rejected: rejections are held since %s until an operator releases"
              + " them, see docs/registry-operations.md",
          now.trippedAt());
    }
    last = now;
  }

  private GuardState read(String state) {
    try {
      return json.readValue(state, GuardState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the guard's state is JSON", e);
    }
  }

  /** What was seen last. */
  GuardState last() {
    return last;
  }
}
