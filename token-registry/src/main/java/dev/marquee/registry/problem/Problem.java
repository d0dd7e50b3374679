package dev.marquee.registry.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error answer. It never quotes what the caller sent: that may be a token.
 *
 * @param detail what is wrong with this request, and what to do
 * @param field where in the request, such as {@code startTokens.TicketAttributes}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    examples =
        """
        {"type": "urn:marquee:problem:invalid-report", "title": "The request cannot be understood",
         "status": 400, "detail": "must be the app's bundle id, such as com.example.tickets",
         "field": "app"}
        """)
public record Problem(
    URI type, String title, int status, @Nullable String detail, @Nullable String field) {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER_SECONDS = "5";

  /** A problem that its type says all about. */
  public static Problem of(ProblemType type) {
    return of(type, null, null);
  }

  /** A problem with words of its own. */
  public static Problem of(ProblemType type, @Nullable String detail) {
    return of(type, detail, null);
  }

  static Problem of(ProblemType type, @Nullable String detail, @Nullable String field) {
    return new Problem(type.uri(), type.title(), type.status(), detail, field);
  }

  /** The whole answer. */
  public Response response() {
    Response.ResponseBuilder answer = Response.status(status).type(MEDIA_TYPE).entity(this);
    if (status == ProblemType.UNAVAILABLE.status()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (status == ProblemType.UNAUTHENTICATED.status()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Device");
    }
    return answer.build();
  }
}
