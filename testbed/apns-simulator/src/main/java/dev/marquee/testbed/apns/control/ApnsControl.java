package dev.marquee.testbed.apns.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.http.HttpAnswers;
import dev.marquee.testbed.http.QueryParameters;
import dev.marquee.testbed.http.SameOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A simulator's faults, connections and record over HTTP; docs/apns-simulator.md is its reference.
 *
 * <pre>
 * GET    /apns                how it is
 * GET    /apns/pushes?...     what came in and what was answered
 * POST   /apns/faults         a fault rule → 201 with its id
 * GET    /apns/faults[/{id}]  the rules in force, with their hits
 * DELETE /apns/faults[/{id}]  withdraws them
 * POST   /apns/connections    {"action":"cut"}, goAway, stall, resume, refuse, accept
 * </pre>
 *
 * <p>Tokens are shortened in what it shows. Safe for use by any thread.
 */
public final class ApnsControl implements HttpHandler {
  /** Everything is at this path and below. */
  public static final String PATH = "/apns";

  private static final int BODY_LIMIT = 65_536;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int CONFLICT = 409;

  private final ObjectMapper json = new ObjectMapper();
  private final ApnsSimulator apns;

  public ApnsControl(ApnsSimulator apns) {
    this.apns = apns;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        refuseStrangers(exchange);
        answer(exchange);
      } catch (RefusedOrderException e) {
        HttpAnswers.problem(exchange, e.status(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    List<String> path =
        Arrays.stream(exchange.getRequestURI().getPath().substring(PATH.length()).split("/", -1))
            .filter(part -> !part.isEmpty())
            .toList();
    switch (path.isEmpty() ? "" : path.getFirst()) {
      case "" -> state(exchange);
      case "pushes" -> pushes(exchange);
      case "faults" -> faults(exchange, path.subList(1, path.size()));
      case "connections" -> connections(exchange);
      default ->
          throw new RefusedOrderException(
              NOT_FOUND, "There are /apns, /apns/pushes, /apns/faults and /apns/connections");
    }
  }

  private static void refuseStrangers(HttpExchange exchange) {
    SameOrigin origin = new SameOrigin(exchange.getLocalAddress().getPort());
    String objection =
        exchange.getRequestMethod().equals("POST")
            ? origin.objectionToPost(exchange.getRequestHeaders())
            : origin.objection(exchange.getRequestHeaders());
    if (objection != null) {
      throw new RefusedOrderException(FORBIDDEN, objection);
    }
  }

  private void state(HttpExchange exchange) throws IOException {
    allow(exchange, "GET");
    HttpAnswers.readableJson(exchange, OK, state());
  }

  private ObjectNode state() {
    return json.createObjectNode()
        .put("environment", apns.environment().name().toLowerCase(Locale.ROOT))
        .put("port", apns.port())
        .put("acceptsConnections", apns.acceptsConnections())
        .put("openConnections", apns.openConnections())
        .put("received", apns.log().total())
        .put("faults", apns.faults().injected().size());
  }

  private void pushes(HttpExchange exchange) throws IOException {
    allow(exchange, "GET");
    PushSearch search = PushSearch.of(QueryParameters.of(exchange.getRequestURI()));
    HttpAnswers.readableJson(exchange, OK, search.in(apns.log()));
  }

  private void faults(HttpExchange exchange, List<String> id) throws IOException {
    if (!id.isEmpty()) {
      fault(exchange, injected(id.getFirst()));
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        ArrayNode rules = json.createArrayNode();
        apns.faults().injected().forEach(fault -> rules.add(FaultJson.write(fault)));
        HttpAnswers.readableJson(exchange, OK, rules);
      }
      case "POST" -> {
        InjectedFault fault =
            apns.faults().inject(FaultJson.read(body(exchange), apns.clock().instant()));
        HttpAnswers.readableJson(exchange, CREATED, FaultJson.write(fault));
      }
      case "DELETE" -> {
        apns.faults().clear();
        HttpAnswers.nothing(exchange);
      }
      default -> throw new RefusedOrderException(WRONG_METHOD, "GET, POST or DELETE");
    }
  }

  private static void fault(HttpExchange exchange, InjectedFault fault) throws IOException {
    allow(exchange, "GET", "DELETE");
    if (exchange.getRequestMethod().equals("GET")) {
      HttpAnswers.readableJson(exchange, OK, FaultJson.write(fault));
    } else {
      fault.close();
      HttpAnswers.nothing(exchange);
    }
  }

  private InjectedFault injected(String id) {
    return apns.faults().injected().stream()
        .filter(fault -> Long.toString(fault.id()).equals(id))
        .findFirst()
        .orElseThrow(() -> new RefusedOrderException(NOT_FOUND, "There is no fault " + id));
  }

  private void connections(HttpExchange exchange) throws IOException {
    allow(exchange, "POST");
    JsonNode order;
    try {
      order = json.readTree(body(exchange));
    } catch (JsonProcessingException e) {
      throw RefusedOrderException.malformed(e.getOriginalMessage());
    }
    act(order);
    HttpAnswers.readableJson(exchange, OK, state());
  }

  private void act(JsonNode order) {
    switch (order.path("action").asText()) {
      case "cut" -> apns.cutAll();
      case "goAway" -> apns.goAwayAll(order.path("reason").asText("Shutdown"));
      case "stall" -> apns.stallAll();
      case "resume" -> apns.resumeAll();
      case "refuse" -> apns.refuseConnections();
      case "accept" -> accept();
      default ->
          throw RefusedOrderException.malformed(
              "An action is cut, goAway, stall, resume, refuse or accept");
    }
  }

  private void accept() {
    try {
      apns.acceptConnections();
    } catch (UncheckedIOException e) {
      throw new RefusedOrderException(CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private static void allow(HttpExchange exchange, String... methods) {
    if (!List.of(methods).contains(exchange.getRequestMethod())) {
      throw new RefusedOrderException(WRONG_METHOD, String.join(" or ", methods));
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readNBytes(BODY_LIMIT);
  }
}
