package dev.marquee.registry.device;

import dev.marquee.registry.access.Caller;
import dev.marquee.registry.problem.Problem;
import dev.marquee.registry.problem.ProblemType;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A user, as far as the registry knows one: by the devices. */
@Path("/v1/users/{userId}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Users")
class UserResource {
  private final DeviceRegistry registry;
  private final SecurityIdentity identity;

  UserResource(DeviceRegistry registry, SecurityIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  @DELETE
  @Operation(
      summary = "Erase a user with all devices, here and in the dispatcher",
      description = "For the user's own login and for operators; not with a device credential.")
  @APIResponse(responseCode = "204", description = "The erasure has begun and cannot be lost")
  public Uni<Response> erase(@PathParam("userId") String userId) {
    Caller caller = Caller.of(identity);
    boolean own = caller.isSignIn() && caller.userId().equals(userId);
    return own || caller.operator()
        ? registry.eraseUser(userId).map(_ -> Response.noContent().build())
        : Uni.createFrom().item(Problem.of(ProblemType.NOT_ALLOWED).response());
  }
}
