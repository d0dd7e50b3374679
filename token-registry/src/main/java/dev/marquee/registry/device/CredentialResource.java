package dev.marquee.registry.device;

import dev.marquee.registry.problem.Problem;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The credential of one device. */
@Path("/v1/devices/{deviceId}/credential")
@Authenticated
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Devices")
class CredentialResource {
  private final DeviceRegistry registry;
  private final SecurityIdentity identity;

  CredentialResource(DeviceRegistry registry, SecurityIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  @DELETE
  @Operation(
      summary = "Revoke the device's credential",
      description =
          "For its user, for the device itself, and for operators. The device reports again after"
              + " the next sign-in; what it has registered stays.")
  @APIResponse(responseCode = "204", description = "Every credential of the device is void")
  public Uni<Response> revoke(@PathParam("deviceId") String deviceId) {
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry
                .revokeCredential(caller, deviceId)
                .map(found -> found ? Response.noContent().build() : Access.unknownDevice()));
  }
}
