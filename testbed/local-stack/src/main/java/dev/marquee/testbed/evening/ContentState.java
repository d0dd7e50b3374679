package dev.marquee.testbed.evening;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a card of the built-in type shows. */
record ContentState(
    String title,
    String venue,
    @Nullable String gate,
    @Nullable String gateLabel,
    @Nullable String seat,
    Instant startsAt,
    Instant endsAt,
    Status status,
    @Nullable String message) {

  enum Status {
    CONFIRMED,
    DELAYED,
    CANCELLED,
    ENDED
  }

  ContentState with(Status other) {
    return new ContentState(title, venue, gate, gateLabel, seat, startsAt, endsAt, other, message);
  }

  /** The content state of the payload: an absent fact is an absent key. */
  Map<String, Object> asPayload() {
    Map<String, Object> payload = new HashMap<>();
    payload.put("title", title);
    payload.put("venue", venue);
    putIfPresent(payload, "gate", gate);
    putIfPresent(payload, "gateLabel", gateLabel);
    putIfPresent(payload, "seat", seat);
    payload.put("startsAt", startsAt.getEpochSecond());
    payload.put("endsAt", endsAt.getEpochSecond());
    payload.put("status", status.name().toLowerCase(Locale.ROOT));
    putIfPresent(payload, "message", message);
    return payload;
  }

  private static void putIfPresent(
      Map<String, Object> payload, String key, @Nullable String value) {
    if (value != null) {
      payload.put(key, value);
    }
  }
}
