package dev.marquee.dispatcher.operations;

import dev.marquee.dispatcher.delivery.ActivityInspection;
import dev.marquee.dispatcher.delivery.InspectedActivity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Answers "why does this phone show nothing?" with the very function that decides. */
@Path("/v1/bookings")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class BookingInspectionResource {
  private final ActivityInspection inspection;

  BookingInspectionResource(ActivityInspection inspection) {
    this.inspection = inspection;
  }

  /**
   * A booking on each of its devices.
   *
   * @param bookingId the upstream system's id
   * @param activities empty where the booking is unknown or no device of its owner is
   */
  public record InspectedBooking(String bookingId, List<InspectedActivity> activities) {}

  @GET
  @Path("/{bookingId}")
  @RunOnVirtualThread
  @Operation(summary = "State, history, next step and why, per device of a booking")
  public InspectedBooking inspect(String bookingId) {
    return new InspectedBooking(bookingId, inspection.of(bookingId));
  }
}
