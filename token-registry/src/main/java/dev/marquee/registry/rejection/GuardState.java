package dev.marquee.registry.rejection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The guard as operators see it.
 *
 * @param trippedAt since when rejections are held, in business time; null while they are not
 * @param held rejections that wait for an operator
 * @param released rejections that an operator released and that are being worked off
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    examples =
        """
        {"trippedAt": "2026-12-04T19:02:11Z", "held": 4711, "released": 0}
        """)
record GuardState(@Nullable Instant trippedAt, long held, long released) {
  static final GuardState UNKNOWN = new GuardState(null, 0, 0);

  boolean tripped() {
    return trippedAt != null;
  }
}
