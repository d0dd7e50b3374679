package dev.marquee.registry.device;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT …/activities/{activityKitId}}. */
@Schema(
    examples =
        """
        {"bookingId": "b-1", "state": "active", "sequence": 9,
         "updateToken": "b4f01a2b3c4d5e6f708192a3b4c5d6e7"}
        """)
record SingleInstanceReport(
    String bookingId,
    @Nullable String attributesType,
    @Schema(implementation = String.class) @Nullable PushToken updateToken,
    @Schema(
            implementation = String.class,
            enumeration = {"active", "stale", "ended", "dismissed"})
        InstanceState state,
    @Nullable Long sequence,
    @Nullable Instant observedAt) {

  /** Checks every field. */
  SingleInstanceReport {
    bookingId = Field.bookingId("bookingId", bookingId);
    attributesType = Field.optionalAttributesType("attributesType", attributesType);
    state = Field.required("state", state, "must be active, stale, ended or dismissed");
    sequence = Field.sequence(sequence);
    observedAt = Field.observedAt(observedAt);
  }

  InstanceFacts facts() {
    return new InstanceFacts(bookingId, attributesType, updateToken, state);
  }
}
