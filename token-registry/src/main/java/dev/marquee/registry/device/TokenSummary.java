package dev.marquee.registry.device;

import java.time.Instant;

/**
 * A token as answers show it: enough for the app to recognise its own.
 *
 * @param token its first and last digits
 */
record TokenSummary(String token, Instant registeredAt) {
  private static final int WHOLE_LIMIT = 12;
  private static final int HEAD = 4;
  private static final int TAIL = 2;

  static TokenSummary of(String hex, Instant registeredAt) {
    String shortened =
        hex.length() <= WHOLE_LIMIT
            ? "…"
            : hex.substring(0, HEAD) + "…" + hex.substring(hex.length() - TAIL);
    return new TokenSummary(shortened, registeredAt);
  }
}
