package dev.marquee.testbed.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.marquee.testbed.http.HttpAnswers;
import dev.marquee.testbed.http.SameOrigin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The page over HTTP.
 *
 * <pre>
 * GET  /phones/                 the page, and its files beside it
 * GET  /phones/live             what it shows, as server-sent events
 * POST /phones/controls/{name}  {"phone":"Ada's iPhone"} → {"said":"..."}; 4xx {"problem":"..."}
 * </pre>
 */
final class PageServer implements HttpHandler {

  /** The path of the page; everything of it is below. */
  static final String PATH = "/phones/";

  private static final String CONTROLS = "controls/";
  private static final int BODY_LIMIT = 4096;

  /** Nothing from elsewhere, nothing inline, no frame around it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final ObjectMapper json = new ObjectMapper();
  private final PageAssets assets = new PageAssets();
  private final LiveFeed feed;
  private final Controls controls;

  PageServer(LiveFeed feed, Controls controls) {
    this.feed = feed;
    this.controls = controls;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      String path = exchange.getRequestURI().getPath().substring(PATH.length());
      SameOrigin origin = new SameOrigin(exchange.getLocalAddress().getPort());
      if (path.startsWith(CONTROLS)) {
        control(exchange, path.substring(CONTROLS.length()), origin);
      } else {
        read(exchange, path, origin.objection(exchange.getRequestHeaders()));
      }
    }
  }

  private void read(HttpExchange exchange, String path, @Nullable String objection)
      throws IOException {
    PageAssets.Asset asset = assets.find(path);
    if (objection != null) {
      problem(exchange, 403, objection);
    } else if (!exchange.getRequestMethod().equals("GET")) {
      problem(exchange, 405, "GET only");
    } else if (path.equals("live")) {
      feed.show(exchange);
    } else if (asset == null) {
      problem(exchange, 404, "There is the page itself, " + PATH);
    } else {
      HttpAnswers.bytes(exchange, 200, asset.type(), asset.bytes());
    }
  }

  private void control(HttpExchange exchange, String name, SameOrigin origin) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      problem(exchange, 405, "POST only");
      return;
    }
    String objection = origin.objectionToPost(exchange.getRequestHeaders());
    if (objection != null) {
      problem(exchange, 403, objection);
      return;
    }
    try {
      JsonNode order = json.readTree(exchange.getRequestBody().readNBytes(BODY_LIMIT));
      String said = controls.apply(name, order);
      HttpAnswers.json(exchange, 200, json.createObjectNode().put("said", said));
    } catch (JsonProcessingException e) {
      problem(exchange, 400, "An order is a JSON object: " + e.getOriginalMessage());
    } catch (ControlRefusedException e) {
      problem(exchange, e.status(), String.valueOf(e.getMessage()));
    }
  }

  private static void problem(HttpExchange exchange, int status, String words) throws IOException {
    HttpAnswers.problem(exchange, status, words);
  }
}
