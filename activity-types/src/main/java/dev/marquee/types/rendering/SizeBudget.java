package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * How the 4,096 bytes that APNs takes are shared out, in bytes of UTF-8 JSON. The shares are fixed,
 * so that what a card shows never depends on whether a push rings.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification">Generating
 *     a remote notification</a>
 */
public final class SizeBudget {
  /** What APNs takes. */
  public static final int PUSH = 4_096;

  /** For the alert. */
  public static final int ALERT = 768;

  /** For what is around: event, timestamps, scores, the name of the type. */
  public static final int ENVELOPE = 328;

  /** For attributes and content state together. */
  public static final int CARD = PUSH - ALERT - ENVELOPE;

  private SizeBudget() {}

  static int bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
