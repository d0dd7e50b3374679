package dev.marquee.testbed.apns.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.testbed.apns.PushAnswer;
import dev.marquee.testbed.apns.PushFilter;
import dev.marquee.testbed.apns.PushLog;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.ReceivedPush;
import dev.marquee.testbed.apns.TimeWindow;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question to the record of what came in, as the parameters of a query; what is not asked about
 * may be anything.
 *
 * @param filter by {@code token}, {@code app} and {@code event}
 * @param during by {@code from} and {@code until}
 * @param after only requests with a higher number
 * @param status of the answer; 0 is one that was not answered
 * @param reason of the answer
 * @param apnsId of the request, in capitals or not
 * @param text anywhere in the body, such as a booking's id
 * @param limit how many to show, the newest
 */
record PushSearch(
    PushFilter filter,
    TimeWindow during,
    long after,
    @Nullable Integer status,
    @Nullable String reason,
    @Nullable String apnsId,
    @Nullable String text,
    int limit)
    implements Predicate<ReceivedPush> {

  private static final int DEFAULT_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 10_000;

  /** So much of a token is shown, which is enough to search for it and too little to use it. */
  private static final int SHOWN_TOKEN_DIGITS = 8;

  /**
   * Reads a query.
   *
   * @throws RefusedOrderException for a parameter that does not exist or makes no sense
   */
  static PushSearch of(Map<String, String> parameters) {
    Map<String, String> rest = new HashMap<>(parameters);
    try {
      PushSearch search =
          new PushSearch(
              new PushFilter(rest.remove("token"), rest.remove("app"), rest.remove("event")),
              new TimeWindow(
                  take(rest, "from", Instant::parse, Instant.MIN),
                  take(rest, "until", Instant::parse, Instant.MAX)),
              take(rest, "after", Long::valueOf, -1L),
              rest.containsKey("status") ? Integer.valueOf(rest.remove("status")) : null,
              rest.remove("reason"),
              rest.remove("apnsId"),
              rest.remove("text"),
              Math.clamp(take(rest, "limit", Integer::valueOf, DEFAULT_LIMIT), 0, HIGHEST_LIMIT));
      if (rest.isEmpty()) {
        return search;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw RefusedOrderException.malformed(String.valueOf(e.getMessage()));
    }
    throw RefusedOrderException.malformed(
        "Search by token, app, event, status, reason, apnsId, text, from, until, after and limit, not by "
            + rest.keySet());
  }

  private static <T> T take(
      Map<String, String> parameters, String name, Function<String, T> parse, T otherwise) {
    String value = parameters.remove(name);
    return value == null ? otherwise : parse.apply(value);
  }

  @Override
  public boolean test(ReceivedPush push) {
    return push.number() > after
        && (status == null || status == status(push.answer()))
        && (reason == null || reason.equals(reason(push.answer())))
        && (apnsId == null || apnsId.equalsIgnoreCase(push.apnsId()))
        && during.contains(push.request().receivedAt())
        && filter.test(push.request())
        && (text == null || push.request().body().toString().contains(text));
  }

  /** What the record has: how many match, and the newest of them in the order of arrival. */
  ObjectNode in(PushLog log) {
    List<ReceivedPush> found = log.matching(this);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("received", log.total())
            .put("matching", found.size());
    ArrayNode shown = json.putArray("pushes");
    found
        .subList(Math.max(0, found.size() - limit), found.size())
        .forEach(push -> shown.add(json(push)));
    return json;
  }

  private static ObjectNode json(ReceivedPush push) {
    PushRequest request = push.request();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("number", push.number())
            .put("receivedAt", request.receivedAt().toString())
            .put("connection", request.connectionId())
            .put("stream", request.streamId())
            .put("token", shortened(request.token()))
            .put("app", request.bundleId())
            .put("event", request.event())
            .put("apnsId", push.apnsId())
            .put("status", status(push.answer()))
            .put("reason", reason(push.answer()))
            .put("answer", push.answer().toString())
            .put("processed", push.answer().processed())
            .put("bodyBytes", request.bodyBytes());
    request.headers().forEach(json.putObject("headers")::put);
    json.set("body", request.json());
    return json;
  }

  private static int status(PushAnswer answer) {
    return switch (answer) {
      case PushAnswer.Accepted _ -> 200;
      case PushAnswer.Rejected rejected -> rejected.status();
      case PushAnswer.Unanswered _ -> 0;
    };
  }

  private static @Nullable String reason(PushAnswer answer) {
    return answer instanceof PushAnswer.Rejected rejected ? rejected.reason() : null;
  }

  private static String shortened(String token) {
    String digits = token.toLowerCase(Locale.ROOT);
    return digits.length() <= SHOWN_TOKEN_DIGITS
        ? digits
        : digits.substring(0, SHOWN_TOKEN_DIGITS) + "…";
  }
}
