package dev.marquee.registry.device;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body, which may be left out, of {@code DELETE …/start-tokens/{attributesType}}. */
@Schema(
    examples =
        """
        {"sequence": 10}
        """)
record Withdrawal(@Nullable Long sequence, @Nullable Instant observedAt) {
  static final Withdrawal NOW = new Withdrawal(null, null);

  /** Checks every field. */
  Withdrawal {
    sequence = Field.sequence(sequence);
    observedAt = Field.observedAt(observedAt);
  }
}
