package dev.marquee.registry.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the registry holds about an activity instance, as answers show it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    examples =
        """
        {"activityKitId": "5B2C7A10", "bookingId": "b-1", "state": "active", "version": 18,
         "updateToken": {"token": "b4f0…e7", "registeredAt": "2026-12-04T18:00:00Z"}}
        """)
record InstanceSummary(
    String activityKitId,
    String bookingId,
    @Nullable String attributesType,
    String state,
    long version,
    @Nullable Long sequence,
    @Nullable TokenSummary updateToken) {

  static InstanceSummary of(ActivityInstance instance) {
    TokenSummary token =
        instance.updateToken == null || instance.updateTokenRegisteredAt == null
            ? null
            : TokenSummary.of(instance.updateToken, instance.updateTokenRegisteredAt);
    return new InstanceSummary(
        instance.activityKitId,
        instance.bookingId,
        instance.attributesType,
        instance.state,
        instance.version,
        instance.sequence,
        token);
  }
}
