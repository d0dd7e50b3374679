package dev.marquee.types.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a change is told.
 *
 * @param alert null for a silent change
 * @param relevanceScore of the push that tells it; null for that of the type
 * @param expiry how old the change may be and still be told this way; an older one is shown
 *     silently, at {@link PushPriority#CONSERVE_POWER}
 */
public record ChangeRule(
    @Nullable AlertText alert,
    PushPriority priority,
    @Nullable Double relevanceScore,
    Duration expiry) {

  /** How old a change may be where a definition says nothing. */
  public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(30);

  private static final Duration EXPIRY_LIMIT = Duration.ofHours(12);

  /** Refuses an expiry that outlives every card, and a score that is no number. */
  public ChangeRule {
    Limits.requireWithin("expiry", expiry, Duration.ofSeconds(1), EXPIRY_LIMIT);
    Limits.requireFinite("relevance-score", relevanceScore);
  }
}
