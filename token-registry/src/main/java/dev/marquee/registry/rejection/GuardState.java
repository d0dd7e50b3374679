package dev.marquee.registry.rejection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The guard as operators see it.
 *
 * @param trippedAt since when rejections are held, in business time; null while they are not
 * @param held rejections that wait for an operator
 * @param released rejections that an operator released and that are being worked off
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GuardState(@Nullable Instant trippedAt, long held, long released) {
  static final GuardState UNKNOWN = new GuardState(null, 0, 0);

  boolean tripped() {
    return trippedAt != null;
  }
}
