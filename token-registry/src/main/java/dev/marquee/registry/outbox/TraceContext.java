package dev.marquee.registry.outbox;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, to be handed on with the events that it causes.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
@ApplicationScoped
public class TraceContext {
  private static final String HEADER = "traceparent";
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final CurrentVertxRequest request;

  TraceContext(CurrentVertxRequest request) {
    this.request = request;
  }

  /** The request's header; null where there is no request, or none of a trace. */
  public @Nullable String parent() {
    if (!Arc.container().requestContext().isActive()) {
      return null;
    }
    RoutingContext current = request.getCurrent();
    String parent = current == null ? null : current.request().getHeader(HEADER);
    return parent != null && TRACE_PARENT.matcher(parent).matches() ? parent : null;
  }
}
