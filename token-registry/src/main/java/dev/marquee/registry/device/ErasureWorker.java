package dev.marquee.registry.device;

import dev.marquee.registry.outbox.RegistryTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Goes on with erasures whose deadlines have passed. Every replica looks; what one has locked the
 * others skip, and a step that is interrupted is undone whole and taken again.
 */
@ApplicationScoped
class ErasureWorker {
  private static final Logger LOG = Logger.getLogger(ErasureWorker.class);

  private final RegistryTransaction transaction;
  private final ErasureStore store;
  private final InstantSource clock;

  ErasureWorker(RegistryTransaction transaction, ErasureStore store, InstantSource clock) {
    this.transaction = transaction;
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(
      every = "${marquee.erasure.poll-interval}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> workOff() {
    return Uni.createFrom()
        .deferred(() -> transaction.run(session -> store.continueDue(session, clock.instant())))
        .repeat()
        .until(done -> done == 0)
        .collect()
        .last()
        .onFailure()
        .invoke(e -> LOG.warnf("Erasures wait for the database: %s", e.getClass().getName()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }
}
