package dev.marquee.testbed.page;

import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How APNs treats every push, as a visitor sets it. */
enum ApnsMood {
  WELL("APNs is well. What waited is sent again in its own time."),
  SLOW("APNs takes three seconds for each answer. The phones do not notice."),
  FAILING(
      "APNs refuses every push with 503. Marquee waits the 15 minutes that Apple asks for, then"
          + " tries again: make APNs well, and skip 20 minutes."),
  DOWN("APNs cuts every connection. Marquee tries again and again, ever more rarely.");

  private static final Duration SLOWNESS = Duration.ofSeconds(3);

  private final String words;

  ApnsMood(String words) {
    this.words = words;
  }

  /** What befalls every push; null for nothing. */
  @Nullable Fault fault() {
    return switch (this) {
      case WELL -> null;
      case SLOW -> new Fault.DelayAnswer(SLOWNESS);
      case FAILING -> new Fault.AnswerWith(ApnsReason.SERVICE_UNAVAILABLE);
      case DOWN -> new Fault.CloseConnection(false);
    };
  }

  /** What a visitor is told. */
  String words() {
    return words;
  }
}
