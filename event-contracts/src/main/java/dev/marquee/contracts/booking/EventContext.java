package dev.marquee.contracts.booking;

import dev.marquee.contracts.envelope.CloudEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which event this is and how new: of two facts about the same thing the one with the later {@code
 * time} holds; ties go to the greater {@code sequence}, then to the greater {@code id}.
 *
 * @param id the CloudEvents id, unique per source
 * @param source the CloudEvents source
 * @param time when it happened, in business time
 * @param sequence the CloudEvents {@code sequence} extension, compared as text; null counts as the
 *     least
 */
public record EventContext(String id, String source, Instant time, @Nullable String sequence) {

  /** The context of a received event. */
  public static EventContext of(CloudEvent event) {
    return new EventContext(event.id(), event.source(), event.time(), event.sequence());
  }
}
