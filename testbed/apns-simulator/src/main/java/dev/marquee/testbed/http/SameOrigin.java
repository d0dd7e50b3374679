package dev.marquee.testbed.http;

import com.sun.net.httpserver.Headers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites away from a server on the loopback address. A page from elsewhere names itself
 * in {@code Origin}; a name from elsewhere that resolves to this machine stands in {@code Host};
 * and JSON cannot be posted across sites without asking first, which nobody answers here.
 */
public final class SameOrigin {

  private final Set<String> hosts;

  /** The port on which the server listens. */
  public SameOrigin(int port) {
    this.hosts = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
  }

  /** Why these headers of a request are not welcome; null if they are. */
  public @Nullable String objection(Headers headers) {
    String host = headers.getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      return "This is served on localhost only.";
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      return "Only the page itself may do this.";
    }
    return null;
  }

  /** The same for a request that changes something. */
  public @Nullable String objectionToPost(Headers headers) {
    String type = headers.getFirst("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      return "Send JSON, with Content-Type: application/json.";
    }
    return objection(headers);
  }
}
