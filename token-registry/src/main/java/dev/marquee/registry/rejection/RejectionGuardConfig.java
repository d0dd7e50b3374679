package dev.marquee.registry.rejection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When a spike of rejections is too much to be true. */
@ConfigMapping(prefix = "marquee.rejections.guard")
interface RejectionGuardConfig {
  /**
   * The share of all devices whose tokens may be dropped within the window. Phones that uninstall
   * an app are far below 1 % a day.
   */
  @WithDefault("0.05")
  @DecimalMin("0.0001") @DecimalMax("1") double share();

  /** The window, in business time. It begins anew with the first drop after its end. */
  @WithDefault("PT10M")
  Duration window();

  /** Fewer dropped tokens than this never trip the guard, however few devices there are. */
  @WithDefault("100")
  @Min(1) long leastCount();

  /** How often to look at the guard, and for released rejections. Whole seconds. */
  @WithDefault("5s")
  Duration pollInterval();
}
