package dev.marquee.registry.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The body, which may be left out, of {@code DELETE …/start-tokens/{attributesType}}. */
record Withdrawal(@Nullable Long sequence, @Nullable Instant observedAt) {
  static final Withdrawal NOW = new Withdrawal(null, null);

  /** Checks every field. */
  Withdrawal {
    sequence = Field.sequence(sequence);
    observedAt = Field.observedAt(observedAt);
  }
}
