package dev.marquee.registry.device;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the steps of an erasure take. */
@ConfigMapping(prefix = "marquee.erasure")
interface ErasureConfig {
  /**
   * How long the dispatcher has to end the cards of a device before its tokens are erased, in
   * business time; at most 15 minutes. Shorter erases sooner, but a card whose phone is out of
   * reach of APNs for longer stays until iOS removes it.
   */
  @WithDefault("PT15M")
  @DurationMin
  @DurationMax(minutes = 15)
  Duration screenGrace();

  /**
   * How long {@code user.erased} stays on the compacted topic before its tombstone follows, in
   * business time. A dispatcher that is away for longer never hears of the erasure.
   */
  @WithDefault("P7D")
  Duration announcementRetention();

  /**
   * How long the hashed marker refuses what was made before an erasure, in business time. Longer
   * than any login is valid, and than any backup of a phone is likely to be restored after.
   */
  @WithDefault("P400D")
  Duration markerRetention();

  /** How often to look for what is due. Whole seconds. */
  @WithDefault("5s")
  Duration pollInterval();
}
