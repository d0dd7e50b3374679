package dev.marquee.registry.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

/** How many requests one subject may send to one replica: a device, or a user with a login. */
@ConfigMapping(prefix = "marquee.rate-limit")
interface RateLimitConfig {
  /**
   * Requests at once after a quiet time. An app that starts sends one for everything and one for
   * each token that changes.
   */
  @WithDefault("100")
  @Min(1) int burst();

  /** Requests a second for longer. */
  @WithDefault("5")
  @Positive double perSecond();
}
