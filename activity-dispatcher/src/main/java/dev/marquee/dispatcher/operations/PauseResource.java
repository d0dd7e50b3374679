package dev.marquee.dispatcher.operations;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.delivery.Pause;
import dev.marquee.dispatcher.delivery.PauseScope;
import dev.marquee.dispatcher.delivery.PauseStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Holds pushes back, for everything or for a part, until an operator or the time lifts it. */
@Path("/v1/pauses")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class PauseResource {
  private static final int REASON_LIMIT = 500;

  private final PauseStore pauses;
  private final BusinessClock clock;

  PauseResource(PauseStore pauses, BusinessClock clock) {
    this.pauses = pauses;
    this.clock = clock;
  }

  /** What is paused, by scope. */
  public record PauseList(List<Pause> pauses) {}

  /**
   * What an operator says of a pause.
   *
   * @param reason why, for the others
   * @param until when it lifts by itself, business time; absent for never
   */
  public record PauseRequest(@Nullable String reason, @Nullable String until) {}

  @GET
  @RunOnVirtualThread
  @Operation(summary = "What is paused, by whom and why")
  public PauseList list() {
    return new PauseList(pauses.list());
  }

  @GET
  @Path("/{scope: .+}")
  @RunOnVirtualThread
  @Operation(summary = "One pause, with how much it holds")
  public Pause get(String scope) {
    return pauses.find(scope(scope)).orElseThrow(() -> notPaused(scope));
  }

  @PUT
  @Path("/{scope: .+}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Holds pushes back",
      description =
          "The scope is everything, app:…, type:…, show:… or booking:…. Facts go on arriving; what"
              + " is held goes out when the pause is lifted, newest state only.")
  public Pause put(@Context SecurityContext caller, String scope, PauseRequest request) {
    String reason = request.reason();
    if (reason == null || reason.isBlank() || reason.length() > REASON_LIMIT) {
      throw Problems.badRequest("reason is a text of 1 to %d characters".formatted(REASON_LIMIT));
    }
    Instant until = Problems.time("until", request.until());
    if (until != null && !until.isAfter(clock.instant())) {
      throw Problems.badRequest("until is in the past: " + until);
    }
    return pauses.put(scope(scope), reason, until, caller.getUserPrincipal().getName());
  }

  @DELETE
  @Path("/{scope: .+}")
  @RunOnVirtualThread
  @Operation(summary = "Lifts a pause; what it held goes out smoothly")
  public Pause lift(@Context SecurityContext caller, String scope) {
    return pauses
        .lift(scope(scope), caller.getUserPrincipal().getName())
        .orElseThrow(() -> notPaused(scope));
  }

  private static PauseScope scope(String text) {
    try {
      return PauseScope.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problems.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static RuntimeException notPaused(String scope) {
    return Problems.notFound("%s is not paused".formatted(scope));
  }
}
