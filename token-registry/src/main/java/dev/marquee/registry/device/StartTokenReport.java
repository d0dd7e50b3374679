package dev.marquee.registry.device;

import dev.marquee.contracts.token.PushToken;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT …/start-tokens/{attributesType}}. */
@Schema(
    examples =
        """
        {"token": "80c1d2e3f4a5968778695a4b3c2d1e0f", "sequence": 8}
        """)
record StartTokenReport(
    @Schema(implementation = String.class) PushToken token,
    @Nullable Long sequence,
    @Nullable Instant observedAt) {

  /** Checks every field. */
  StartTokenReport {
    token = Field.required("token", token, "must be the token in hex; DELETE withdraws one");
    sequence = Field.sequence(sequence);
    observedAt = Field.observedAt(observedAt);
  }
}
