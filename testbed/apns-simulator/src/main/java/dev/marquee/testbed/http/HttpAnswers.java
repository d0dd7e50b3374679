package dev.marquee.testbed.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Writes answers; the caller closes the exchange. Nothing is ever to be cached. */
public final class HttpAnswers {
  private static final int NO_CONTENT = 204;

  private HttpAnswers() {}

  public static void json(HttpExchange exchange, int status, JsonNode json) throws IOException {
    json(exchange, status, json.toString());
  }

  /** The same in several lines, for people. */
  public static void readableJson(HttpExchange exchange, int status, JsonNode json)
      throws IOException {
    json(exchange, status, json.toPrettyString() + "\n");
  }

  private static void json(HttpExchange exchange, int status, String json) throws IOException {
    bytes(exchange, status, "application/json; charset=utf-8", json.getBytes(UTF_8));
  }

  /** Says in words what is wrong, as {@code {"problem":"..."}}. */
  public static void problem(HttpExchange exchange, int status, String words) throws IOException {
    json(exchange, status, JsonNodeFactory.instance.objectNode().put("problem", words));
  }

  /** Says that it is done, and nothing more. */
  public static void nothing(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(NO_CONTENT, -1);
  }

  public static void bytes(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
