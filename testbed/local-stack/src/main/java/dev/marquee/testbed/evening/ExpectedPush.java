package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A push that a phone must get.
 *
 * @param from the business time from which it may be sent
 * @param contentState as in the payload: strings, and times as Unix seconds
 * @param alert absent when the push must not ring
 * @param dismissal only of an {@link Kind#END}
 */
public record ExpectedPush(
    Instant from,
    Kind kind,
    Map<String, Object> contentState,
    @Nullable Alert alert,
    @Nullable Dismissal dismissal) {

  public ExpectedPush {
    requireNonNull(from, "from");
    contentState = Map.copyOf(contentState);
    if ((kind == Kind.END) != (dismissal != null)) {
      throw new IllegalArgumentException("an end, and only an end, says when the card goes away");
    }
  }

  /** The {@code event} of the payload. */
  public enum Kind {
    START,
    UPDATE,
    END
  }

  /** What the phone rings with. */
  public record Alert(String title, String body) {}

  /** When an ended card leaves the Lock Screen. */
  public sealed interface Dismissal {

    /** At once: the payload names a time that is not after its own timestamp. */
    record AtOnce() implements Dismissal {}

    /** At this time. */
    record At(Instant time) implements Dismissal {}
  }
}
