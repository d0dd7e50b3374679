package dev.marquee.registry.device;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One activity instance within a {@link DeviceReport}, whose place in the order it shares. */
record InstanceReport(
    String activityKitId,
    String bookingId,
    @Nullable String attributesType,
    @Schema(implementation = String.class) @Nullable PushToken updateToken,
    @Schema(
            implementation = String.class,
            enumeration = {"active", "stale", "ended", "dismissed"})
        InstanceState state) {

  /** Checks every field. */
  InstanceReport {
    activityKitId = Field.id("activityKitId", activityKitId);
    bookingId = Field.bookingId("bookingId", bookingId);
    attributesType = Field.optionalAttributesType("attributesType", attributesType);
    state = Field.required("state", state, "must be active, stale, ended or dismissed");
  }

  InstanceFacts facts() {
    return new InstanceFacts(bookingId, attributesType, updateToken, state);
  }
}
