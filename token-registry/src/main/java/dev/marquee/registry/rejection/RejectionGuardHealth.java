package dev.marquee.registry.rejection;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The guard's line among the health checks. A tripped guard is no reason to turn apps away, so it
 * is always up.
 */
@Readiness
@ApplicationScoped
class RejectionGuardHealth implements HealthCheck {
  private final RejectionGuard guard;

  RejectionGuardHealth(RejectionGuard guard) {
    this.guard = guard;
  }

  @Override
  public HealthCheckResponse call() {
    GuardState state = guard.last();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("rejection guard").up().withData("held", state.held());
    return state.trippedAt() == null
        ? answer.build()
        : answer.withData("trippedAt", state.trippedAt().toString()).build();
  }
}
