package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.marquee.testbed.http.HttpAnswers;
import dev.marquee.testbed.http.QueryParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The testbed's own HTTP interface: the clock that the services follow and anybody may move, and
 * the phones as they look now.
 *
 * <pre>
 * GET /clock                        {"version":3,"offsetMillis":0,"now":"2026-12-04T18:00:00Z"}
 * GET /clock?after=3&amp;follower=name  the same, once the version is another, or after ten seconds
 * PUT /clock                        {"offsetMillis":86400000} or {"now":"2026-12-04T19:30:00Z"}
 * GET /phones                       the phones as JSON; leads a browser on to /phones/
 * </pre>
 *
 * <p>Whoever runs a stack may serve more on it, such as APNs' own control below {@code /apns} and a
 * page below {@code /phones/}.
 */
final class ControlServer implements AutoCloseable {

  private static final Duration FOLLOW_LIMIT = Duration.ofSeconds(10);
  private static final int BODY_LIMIT = 4096;

  private final ObjectMapper json = new ObjectMapper();
  private final StackClock clock;
  private final PhonesReport phones;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private ControlServer(HttpServer server, StackClock clock, PhonesReport phones) {
    this.server = server;
    this.clock = clock;
    this.phones = phones;
  }

  static ControlServer start(int port, StackClock clock, PhonesReport phones) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ControlServer control = new ControlServer(server, clock, phones);
    server.createContext("/clock", control::clock);
    server.createContext("/phones", control::phones);
    server.createContext("/", control::root);
    server.setExecutor(control.requests);
    server.start();
    return control;
  }

  /** Answers all below a path by this, on virtual threads. */
  void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }

  private void clock(HttpExchange exchange) throws IOException {
    try {
      switch (exchange.getRequestMethod()) {
        case "GET" -> answer(exchange, followed(QueryParameters.of(exchange.getRequestURI())));
        case "PUT" -> {
          clock.shiftTo(
              wantedOffset(json.readTree(exchange.getRequestBody().readNBytes(BODY_LIMIT))));
          answer(exchange, clock.reading());
        }
        default -> answer(exchange, 405, "text/plain", "GET or PUT");
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      answer(exchange, 400, "text/plain", String.valueOf(e.getMessage()));
    }
  }

  private StackClock.Reading followed(Map<String, String> parameters) {
    String follower = parameters.get("follower");
    String after = parameters.get("after");
    return follower == null || after == null
        ? clock.reading()
        : clock.follow(follower, Long.parseLong(after), FOLLOW_LIMIT);
  }

  private Duration wantedOffset(JsonNode body) {
    if (body.path("offsetMillis").isIntegralNumber()) {
      return Duration.ofMillis(body.get("offsetMillis").longValue());
    }
    try {
      Instant wanted = Instant.parse(body.path("now").asText());
      return clock.reading().offset().plus(Duration.between(clock.now(), wanted));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Say {\"offsetMillis\":3600000} or {\"now\":\"2026-12-04T19:30:00Z\"}", e);
    }
  }

  private void phones(HttpExchange exchange) throws IOException {
    String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
    if (!exchange.getRequestURI().getPath().equals("/phones")) {
      unknown(exchange);
    } else if (accept.contains("text/html")) {
      redirect(exchange, "/phones/");
    } else {
      answer(exchange, 200, "application/json", phones.json());
    }
  }

  private void root(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/")) {
      redirect(exchange, "/phones/");
    } else {
      unknown(exchange);
    }
  }

  private static void redirect(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    answer(exchange, 302, "text/plain", path);
  }

  private static void unknown(HttpExchange exchange) throws IOException {
    answer(exchange, 404, "text/plain", "There are /phones, /clock and /apns");
  }

  private void answer(HttpExchange exchange, StackClock.Reading reading) throws IOException {
    String body =
        json.createObjectNode()
            .put("version", reading.version())
            .put("offsetMillis", reading.offset().toMillis())
            .put("now", clock.now().toString())
            .toString();
    answer(exchange, 200, "application/json", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    HttpAnswers.bytes(exchange, status, type, body.getBytes(UTF_8));
    exchange.close();
  }
}
