package dev.marquee.registry.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request ends with into a {@link Problem}. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response map(InvalidReportException e) {
    return Problem.of(ProblemType.INVALID_REPORT, e.getMessage(), e.field()).response();
  }

  @ServerExceptionMapper
  Response map(MismatchedInputException e) {
    return UnreadableBody.problem(e).response();
  }

  @ServerExceptionMapper
  Response map(WebApplicationException e) {
    return e.getCause() instanceof JsonProcessingException unreadable
        ? UnreadableBody.problem(unreadable).response()
        : Problem.of(ProblemType.ofStatus(e.getResponse().getStatus())).response();
  }

  @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
  Response unauthenticated() {
    return Problem.of(
            ProblemType.UNAUTHENTICATED,
            "Send Authorization: Bearer with a user's token, or Device with the credential that the"
                + " last sign-in on this device was given.")
        .response();
  }

  @ServerExceptionMapper
  Response map(ForbiddenException e) {
    return Problem.of(ProblemType.NOT_ALLOWED).response();
  }

  /**
   * Everything else. The messages of such errors may quote a token, so the log gets the kind and
   * the place alone.
   */
  @ServerExceptionMapper
  Response map(Exception e) {
    if (DatabaseFailure.isOutage(e)) {
      LOG.warnf("A request could not be stored: %s", e.getClass().getName());
      return Problem.of(ProblemType.UNAVAILABLE).response();
    }
    LOG.errorf("A request failed with %s at %s", e.getClass().getName(), place(e));
    return Problem.of(ProblemType.INTERNAL_ERROR).response();
  }

  private static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
