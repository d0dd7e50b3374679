package dev.marquee.registry.device;

import dev.marquee.registry.device.RegistrationOutcome.Erased;
import dev.marquee.registry.device.RegistrationOutcome.Registered;
import dev.marquee.registry.device.RegistrationOutcome.Superseded;
import dev.marquee.registry.device.RegistrationOutcome.UnknownDevice;
import dev.marquee.registry.problem.Problem;
import dev.marquee.registry.problem.ProblemType;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

/** One install of an app: the launch-time sync, reading, erasure. */
@Path("/v1/devices/{deviceId}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "default",
    description = "A problem, see docs/registry-api.md for each type",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Tag(name = "Devices")
class DeviceResource {
  private final DeviceRegistry registry;
  private final SecurityIdentity identity;

  DeviceResource(DeviceRegistry registry, SecurityIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Report all that the app holds",
      description =
          "Sent at each launch. With a user's login it also signs the device in and answers a device"
              + " credential. May be repeated; older reports change nothing.")
  @APIResponse(
      responseCode = "200",
      description = "What the registry holds now, and what to do about what differs",
      content = @Content(schema = @Schema(implementation = DeviceSummary.class)))
  public Uni<Response> report(@PathParam("deviceId") String deviceId, DeviceReport report) {
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry.register(caller, deviceId, Access.body(report)).map(DeviceResource::answer));
  }

  @GET
  @Operation(summary = "What the registry holds about a device")
  @APIResponse(
      responseCode = "200",
      description = "The device; tokens are shortened",
      content = @Content(schema = @Schema(implementation = DeviceSummary.class)))
  public Uni<Response> read(@PathParam("deviceId") String deviceId) {
    return Access.toDevice(
        identity, deviceId, caller -> registry.find(caller, deviceId).map(Access::found));
  }

  @DELETE
  @Operation(
      summary = "Erase a device with its tokens and activities",
      description = "What is on its screen ends first; then all of it is erased.")
  @APIResponse(responseCode = "204", description = "Nobody has the device any more")
  public Uni<Response> erase(@PathParam("deviceId") String deviceId) {
    return Access.toDevice(
        identity,
        deviceId,
        caller ->
            registry
                .eraseDevice(caller, deviceId)
                .map(
                    erased -> erased == 0 ? Access.unknownDevice() : Response.noContent().build()));
  }

  private static Response answer(RegistrationOutcome outcome) {
    return switch (outcome) {
      case Registered it -> Response.ok(DeviceSummary.after(it)).build();
      case Superseded _ ->
          Problem.of(
                  ProblemType.SUPERSEDED,
                  "Sign in again with a greater sequence if this user really has the device now.")
              .response();
      case Erased _ ->
          Problem.of(ProblemType.ERASED, "Sign in with a login that was issued after the erasure.")
              .response();
      case UnknownDevice _ -> Access.unknownDevice();
    };
  }
}
