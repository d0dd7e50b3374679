package dev.marquee.dispatcher.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When a push-to-start token is suspect, and how often the forecast's gauges are counted. */
@ConfigMapping(prefix = "marquee.forecast")
public interface ForecastConfig {

  /**
   * From which age on a start token is suspect: APNs goes on to accept starts for tokens that a
   * phone has replaced. Apps hand their token over at every launch, so an old one means an app that
   * nobody opens.
   */
  @WithDefault("60d")
  Duration oldTokenAge();

  /**
   * How many starts that APNs accepted since the token was registered may have stayed without any
   * word of their card before the token is suspect.
   */
  @WithDefault("2")
  @Min(1) @Max(100) int unheardStarts();

  /** How often the gauges of the next 24 hours are counted, by each replica. */
  @WithDefault("5m")
  Duration refreshInterval();
}
