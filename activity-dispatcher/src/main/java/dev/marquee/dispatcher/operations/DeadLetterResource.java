package dev.marquee.dispatcher.operations;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.delivery.DeadLetter;
import dev.marquee.dispatcher.delivery.DeadLetterFilter;
import dev.marquee.dispatcher.delivery.DeadLetterStore;
import dev.marquee.dispatcher.delivery.ReplayOutcome;
import dev.marquee.dispatcher.delivery.ReplayResult;
import dev.marquee.dispatcher.delivery.ReplayStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What was given up, and another try after the cause is mended. */
@Path("/v1/dead-letters")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
  private static final int LIST_LIMIT = 1_000;

  private final DeadLetterStore deadLetters;
  private final ReplayStore replays;
  private final BusinessClock clock;

  DeadLetterResource(DeadLetterStore deadLetters, ReplayStore replays, BusinessClock clock) {
    this.deadLetters = deadLetters;
    this.replays = replays;
    this.clock = clock;
  }

  /** The dead letters that matched, the newest first. */
  public record DeadLetterList(List<DeadLetter> deadLetters) {}

  @GET
  @RunOnVirtualThread
  @Operation(summary = "Activities that were given up, the newest first")
  public DeadLetterList list(
      @Parameter(description = "A part of the reason") @QueryParam("cause") @Nullable String cause,
      @Parameter(description = "Bundle id") @QueryParam("app") @Nullable String app,
      @Parameter(description = "ISO 8601, UTC") @QueryParam("since") @Nullable String since,
      @Parameter(description = "ISO 8601, UTC") @QueryParam("until") @Nullable String until,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > LIST_LIMIT) {
      throw Problems.badRequest("limit is from 1 to %d, not %d".formatted(LIST_LIMIT, limit));
    }
    return new DeadLetterList(deadLetters.list(filter(cause, app, since, until), limit));
  }

  @POST
  @Path("/replay")
  @RunOnVirtualThread
  @Operation(
      summary = "Sends given-up activities through the core again",
      description =
          "With their facts and tokens of now. Counts only, unless dryRun=false; what the core"
              + " would not push is skipped, with its reason, and so is a start that was accepted or"
              + " may have been. What a replay makes due is spread over time; until then the next"
              + " one is answered 429.")
  public ReplayResult replay(
      @Context SecurityContext caller,
      @QueryParam("cause") @Nullable String cause,
      @QueryParam("app") @Nullable String app,
      @QueryParam("since") @Nullable String since,
      @QueryParam("until") @Nullable String until,
      @QueryParam("dryRun") @DefaultValue("true") boolean dryRun) {
    DeadLetterFilter filter = filter(cause, app, since, until);
    return switch (replays.replay(filter, caller.getUserPrincipal().getName(), dryRun)) {
      case ReplayResult result -> result;
      case ReplayOutcome.TooSoon tooSoon -> throw tooSoon(tooSoon.until());
    };
  }

  private RuntimeException tooSoon(Instant until) {
    return Problems.tooManyRequests(
        "an earlier replay is spread over time until " + until,
        Duration.between(clock.instant(), until));
  }

  private static DeadLetterFilter filter(
      @Nullable String cause,
      @Nullable String app,
      @Nullable String since,
      @Nullable String until) {
    return new DeadLetterFilter(
        cause, app, Problems.time("since", since), Problems.time("until", until));
  }
}
