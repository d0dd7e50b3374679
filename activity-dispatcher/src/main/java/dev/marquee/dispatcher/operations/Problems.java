package dev.marquee.dispatcher.operations;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers to requests that cannot be met, as problem+json. */
final class Problems {
  private Problems() {}

  /** RFC 9457. */
  public record Problem(String type, String title, int status, String detail) {}

  /** The caller asked for something that makes no sense. */
  static BadRequestException badRequest(String detail) {
    return new BadRequestException(answer(Response.Status.BAD_REQUEST, detail));
  }

  /** There is no such thing. */
  static NotFoundException notFound(String detail) {
    return new NotFoundException(answer(Response.Status.NOT_FOUND, detail));
  }

  /**
   * The caller has to wait.
   *
   * @param wait for how long, told in whole seconds, at least one
   */
  static ClientErrorException tooManyRequests(String detail, Duration wait) {
    Response answer = answer(Response.Status.TOO_MANY_REQUESTS, detail);
    answer.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds() + 1));
    return new ClientErrorException(answer);
  }

  /** Reads the time in a parameter or member; null if it is absent. */
  static @Nullable Instant time(String name, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw badRequest(name + " is a time such as 2026-12-04T18:30:00Z");
    }
  }

  private static Response answer(Response.Status status, String detail) {
    return Response.status(status)
        .type("application/problem+json")
        .entity(
            new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail))
        .build();
  }
}
