package dev.marquee.registry.device;

import dev.marquee.registry.batch.Batches;
import dev.marquee.registry.batch.Batches.Limits;
import dev.marquee.registry.outbox.RegistryTransaction;
import dev.marquee.registry.problem.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in reports of start tokens, those of the same moment in one transaction: by far the most
 * that the registry is told, and a transaction costs many times what a report in it does.
 */
@ApplicationScoped
class StartTokenChanges {
  /** Two keep the database busy while one waits for the disk; more would only make them smaller. */
  private static final Limits LIMITS = new Limits(2, 64);

  private final Batches<StartTokenChange, Optional<Device>> batches;

  StartTokenChanges(Vertx vertx, RegistryTransaction transaction, StartTokenStore startTokens) {
    batches =
        new Batches<>(
            vertx,
            LIMITS,
            StartTokenChange::keys,
            changes ->
                transaction
                    .run(session -> startTokens.change(session, changes))
                    .map(devices -> inOrder(changes, devices)),
            DatabaseFailure::isOutage);
  }

  /** Takes one report in; answers the device as it is now, if the user owns it. */
  Uni<Optional<Device>> takeIn(StartTokenChange change) {
    return batches.submit(change);
  }

  private static List<Optional<Device>> inOrder(
      List<StartTokenChange> changes, Map<String, Device> devices) {
    return changes.stream()
        .map(change -> Optional.ofNullable(devices.get(change.deviceId())))
        .toList();
  }
}
