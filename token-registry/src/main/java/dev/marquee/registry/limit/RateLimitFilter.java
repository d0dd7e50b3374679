package dev.marquee.registry.limit;

import dev.marquee.registry.access.Caller;
import dev.marquee.registry.problem.Problem;
import dev.marquee.registry.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Turns away whoever asks too often, before the body is read. */
class RateLimitFilter {
  private final RateLimit limit;
  private final CurrentIdentityAssociation association;

  RateLimitFilter(RateLimit limit, CurrentIdentityAssociation association) {
    this.limit = limit;
    this.association = association;
  }

  /** Nothing where the request may go on. Whoever is nobody is turned away for that. */
  @ServerRequestFilter
  public Uni<@Nullable Response> check() {
    return association
        .getDeferredIdentity()
        .map(identity -> identity.isAnonymous() ? null : answer(identity));
  }

  private @Nullable Response answer(SecurityIdentity identity) {
    Duration wait = limit.take(subject(Caller.of(identity)));
    return wait.isZero()
        ? null
        : Response.fromResponse(Problem.of(ProblemType.TOO_MANY_REQUESTS).response())
            .header(HttpHeaders.RETRY_AFTER, wait.toSeconds() + 1)
            .build();
  }

  private static String subject(Caller caller) {
    return caller.deviceId() == null ? "user " + caller.userId() : "device " + caller.deviceId();
  }
}
