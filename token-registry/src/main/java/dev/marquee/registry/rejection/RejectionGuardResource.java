package dev.marquee.registry.rejection;

import dev.marquee.registry.access.Caller;
import dev.marquee.registry.problem.InvalidReportException;
import dev.marquee.registry.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The guard against spikes of rejections, for operators. */
@Path("/v1/rejection-guard")
@RolesAllowed(Caller.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Operations")
class RejectionGuardResource {
  private final RejectionGuard guard;

  RejectionGuardResource(RejectionGuard guard) {
    this.guard = guard;
  }

  /**
   * The operator's decision.
   *
   * @param verdict what becomes of what was held
   */
  record Release(Verdict verdict) {
    Release {
      if (verdict == null) {
        throw new InvalidReportException("verdict", "must be judge or keep");
      }
    }
  }

  @GET
  @Operation(summary = "Whether rejections are held, and how many")
  @APIResponse(responseCode = "200", description = "The guard's state")
  public Uni<GuardState> read() {
    return guard.look();
  }

  @POST
  @Path("/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Release the held rejections and close the guard",
      description =
          "With the verdict judge each is judged as if it had just come; with keep every token stays."
              + " Either way the dispatcher is answered.")
  @APIResponse(responseCode = "200", description = "The guard's state after it")
  public Uni<GuardState> release(@Nullable Release release) {
    if (release == null) {
      throw new InvalidReportException("body", "must be a JSON object");
    }
    return guard.release(release.verdict());
  }
}
