package dev.marquee.dispatcher.operations;

import dev.marquee.dispatcher.delivery.Lane;
import dev.marquee.dispatcher.delivery.LaneWatch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Which apps can be sent to at present, and why the others cannot. */
@Path("/v1/lanes")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class LaneResource {
  private final LaneWatch lanes;

  LaneResource(LaneWatch lanes) {
    this.lanes = lanes;
  }

  /** All lanes, by app and environment. */
  public record LaneList(List<Lane> lanes) {}

  @GET
  @RunOnVirtualThread
  @Operation(summary = "Apps and environments, with what closed them")
  public LaneList list() {
    return new LaneList(lanes.lanes());
  }
}
