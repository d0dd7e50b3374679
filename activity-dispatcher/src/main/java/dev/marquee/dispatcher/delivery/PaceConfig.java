package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.Pace;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How fast pushes may follow each other, whatever an activity type says. */
@ConfigMapping(prefix = "marquee.pace")
public interface PaceConfig {

  /**
   * Over how long the starts that are due at one moment are spread, each activity always at its own
   * place: a full house is then no wall for APNs and the apps that wake. At most 10 minutes; zero
   * spreads nothing.
   */
  @WithDefault("60s")
  Duration startWindow();

  /**
   * Updates of one activity with priority 10 that may follow each other at once. iOS throttles an
   * activity whose budget is spent, and does not say how large that is.
   */
  @WithDefault("10")
  @Min(1) int urgentBurst();

  /** How long it takes until one more update of an activity may have priority 10. */
  @WithDefault("6m")
  Duration urgentEvery();

  /**
   * How many times as many updates may have priority 10, at once and over time, on a device whose
   * app reported that frequent updates are enabled. iOS grants those more, and does not say how
   * many; beyond what it grants it throttles without a word.
   */
  @WithDefault("4")
  @Min(1) int frequentFactor();

  /** As the core knows it. */
  default Pace pace() {
    return new Pace(startWindow(), urgentBurst(), urgentEvery(), frequentFactor());
  }
}
