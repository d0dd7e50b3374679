package dev.marquee.dispatcher.delivery;

import java.time.Duration;

/** A configuration in code. */
record TestDeliveryConfig(Duration leaseDuration, int startsPerHour, int startsPerDay)
    implements DeliveryConfig {
  /** With the day's budget of production. */
  TestDeliveryConfig(Duration leaseDuration, int startsPerHour) {
    this(leaseDuration, startsPerHour, 8);
  }

  @Override
  public int batchSize() {
    return 500;
  }

  @Override
  public int inFlightLimit() {
    return 2_000;
  }

  @Override
  public Duration pollInterval() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration settleDelay() {
    return Duration.ofMillis(1);
  }

  @Override
  public int unsettledClaimLimit() {
    return 5;
  }

  @Override
  public int laneInFlightLimit() {
    return 1_000;
  }

  @Override
  public int releasePerSecond() {
    return 100;
  }

  @Override
  public Breaker breaker() {
    return new TestBreaker();
  }

  private record TestBreaker() implements Breaker {
    @Override
    public int failures() {
      return 20;
    }

    @Override
    public double share() {
      return 0.5;
    }

    @Override
    public Duration window() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Duration rest() {
      return Duration.ofMinutes(15);
    }
  }
}
