package dev.marquee.registry.device;

import dev.marquee.registry.problem.Problem;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
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

/** One activity instance on a device. */
@Path("/v1/devices/{deviceId}/activities/{activityKitId}")
@Authenticated
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Activities")
class ActivityResource {
  private final DeviceRegistry registry;
  private final SecurityIdentity identity;

  ActivityResource(DeviceRegistry registry, SecurityIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Report a Live Activity: its booking, its state, its update token",
      description = "Sent whenever one of them changes. A report without a token erases none.")
  @APIResponse(
      responseCode = "200",
      description = "What the registry holds now",
      content = @Content(schema = @Schema(implementation = InstanceSummary.class)))
  public Uni<Response> report(
      @PathParam("deviceId") String deviceId,
      @PathParam("activityKitId") String activityKitId,
      SingleInstanceReport report) {
    Field.id("activityKitId", activityKitId);
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry
                .reportInstance(caller, deviceId, activityKitId, Access.body(report))
                .map(held -> Access.found(held.map(InstanceSummary::of))));
  }
}
