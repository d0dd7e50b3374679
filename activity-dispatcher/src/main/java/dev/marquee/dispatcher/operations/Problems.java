package dev.marquee.dispatcher.operations;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;

/** Answers to requests that cannot be met, as problem+json. */
final class Problems {
  private Problems() {}

  /** RFC 9457. */
  public record Problem(String type, String title, int status, String detail) {}

  /** The caller asked for something that makes no sense. */
  static BadRequestException badRequest(String detail) {
    return new BadRequestException(
        Response.status(Response.Status.BAD_REQUEST)
            .type("application/problem+json")
            .entity(new Problem("about:blank", "Bad Request", 400, detail))
            .build());
  }
}
