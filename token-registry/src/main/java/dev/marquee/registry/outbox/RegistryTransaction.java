package dev.marquee.registry.outbox;

import dev.marquee.outbox.OutboxRelay;
import dev.marquee.registry.problem.DatabaseFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

  private static final String LOST_RACES = "marquee.registry.transactions.lost.races";

  private final OutboxRelay relay;
  private final TraceContext trace;
  private final Counter lostRaces;

  RegistryTransaction(OutboxRelay relay, TraceContext trace, MeterRegistry metrics) {
    this.relay = relay;
    this.trace = trace;
    this.lostRaces =
        Counter.builder(LOST_RACES)
            .description("Transactions that a deadlock ended; all but the hopeless are done again")
            .register(metrics);
  }

  /** Does the work in one transaction; its failure rolls back both the changes and the events. */
  public <T> Uni<T> run(Function<Mutiny.Session, Uni<T>> work) {
    String traceParent = trace.parent();
    Function<Mutiny.Session, Uni<T>> traced =
        traceParent == null ? work : session -> traced(session, traceParent, work);
    return Panache.withTransaction(() -> Panache.getSession().flatMap(traced::apply))
        .onFailure(DatabaseFailure::isLostRace)
        .invoke(_ -> lostRaces.increment())
        .onFailure(DatabaseFailure::isLostRace)
        .retry()
        .atMost(ATTEMPT_LIMIT - 1)
        .invoke(relay::wake);
  }

  private static <T> Uni<T> traced(
      Mutiny.Session session, String traceParent, Function<Mutiny.Session, Uni<T>> work) {
    return session
        .createNativeQuery("select cast(set_trace(:parent) as text)", String.class)
        .setParameter("parent", traceParent)
        .getSingleResult()
        .chain(() -> work.apply(session));
  }
}
