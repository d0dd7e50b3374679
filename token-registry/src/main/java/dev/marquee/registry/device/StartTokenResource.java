package dev.marquee.registry.device;

import dev.marquee.registry.problem.Problem;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The push-to-start token of one attributes type on a device. */
@Path("/v1/devices/{deviceId}/start-tokens/{attributesType}")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Start tokens")
class StartTokenResource {
  private final DeviceRegistry registry;
  private final SecurityIdentity identity;

  StartTokenResource(DeviceRegistry registry, SecurityIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  @PUT
  @Operation(summary = "Register the push-to-start token that the app was given last")
  @APIResponse(
      responseCode = "200",
      description = "What the registry holds now",
      content = @Content(schema = @Schema(implementation = DeviceSummary.class)))
  public Uni<Response> register(
      @PathParam("deviceId") String deviceId,
      @PathParam("attributesType") String attributesType,
      StartTokenReport report) {
    Field.attributesType("attributesType", attributesType);
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry
                .registerStartToken(caller, deviceId, attributesType, Access.body(report))
                .map(StartTokenResource::answer));
  }

  @DELETE
  @Operation(
      summary = "Withdraw a push-to-start token",
      description = "The only way for an app to erase one: leaving it out of a report keeps it.")
  @APIResponse(
      responseCode = "200",
      description = "What the registry holds now",
      content = @Content(schema = @Schema(implementation = DeviceSummary.class)))
  public Uni<Response> withdraw(
      @PathParam("deviceId") String deviceId,
      @PathParam("attributesType") String attributesType,
      @Nullable Withdrawal withdrawal) {
    Field.attributesType("attributesType", attributesType);
    Withdrawal told = withdrawal == null ? Withdrawal.NOW : withdrawal;
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry
                .withdrawStartToken(caller, deviceId, attributesType, told)
                .map(StartTokenResource::answer));
  }

  private static Response answer(Optional<Device> device) {
    return Access.found(device.map(it -> DeviceSummary.of(it, null)));
  }
}
