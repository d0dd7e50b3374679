package dev.marquee.registry.clock;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where business time comes from. */
@ConfigMapping(prefix = "marquee.clock")
interface ClockConfig {
  /**
   * The feed of the offset between business time and the machine's; without it they are the same.
   * For local stacks only: with {@code marquee.production} the start-up refuses it.
   */
  Optional<URI> offsetUrl();
}
