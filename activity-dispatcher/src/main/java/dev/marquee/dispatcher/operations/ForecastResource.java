package dev.marquee.dispatcher.operations;

import dev.marquee.dispatcher.delivery.Forecast;
import dev.marquee.dispatcher.delivery.ForecastStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What is due when, and which starts will probably show nothing. */
@Path("/v1/forecast")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class ForecastResource {
  private static final int HOURS_LIMIT = 168;

  private final ForecastStore store;

  ForecastResource(ForecastStore store) {
    this.store = store;
  }

  @GET
  @RunOnVirtualThread
  @Operation(
      summary =
          "Starts and looks per hour ahead, with the start tokens that are missing or suspect")
  public Forecast forecast(
      @Parameter(description = "How far to look, 1 to 168") @QueryParam("hours") @DefaultValue("24")
          int hours) {
    if (hours < 1 || hours > HOURS_LIMIT) {
      throw Problems.badRequest("hours is from 1 to %d, not %d".formatted(HOURS_LIMIT, hours));
    }
    return store.ahead(Duration.ofHours(hours));
  }
}
