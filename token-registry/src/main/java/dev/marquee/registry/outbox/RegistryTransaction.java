package dev.marquee.registry.outbox;

import dev.marquee.outbox.OutboxRelay;
import dev.marquee.registry.problem.DatabaseFailure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A transaction whose changes and events commit together. After the commit it wakes the relay,
 * which finds the events in the outbox within milliseconds.
 *
 * <p>Called on an event loop. Work that loses a deadlock is done again from its start, so it must
 * change nothing but the database.
 */
@ApplicationScoped
public class RegistryTransaction {
  private static final int ATTEMPT_LIMIT = 4;

  private final OutboxRelay relay;

  RegistryTransaction(OutboxRelay relay) {
    this.relay = relay;
  }

  /** Does the work in one transaction; its failure rolls back both the changes and the events. */
  public <T> Uni<T> run(Function<Mutiny.Session, Uni<T>> work) {
    return Panache.withTransaction(() -> Panache.getSession().flatMap(work::apply))
        .onFailure(DatabaseFailure::isLostRace)
        .retry()
        .atMost(ATTEMPT_LIMIT - 1)
        .invoke(relay::wake);
  }
}
