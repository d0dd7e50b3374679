package dev.marquee.dispatcher.delivery;

import java.time.Duration;

/** A configuration in code. */
record TestForecastConfig() implements ForecastConfig {
  @Override
  public Duration oldTokenAge() {
    return Duration.ofDays(60);
  }

  @Override
  public int unheardStarts() {
    return 2;
  }

  @Override
  public Duration refreshInterval() {
    return Duration.ofMillis(50);
  }
}
