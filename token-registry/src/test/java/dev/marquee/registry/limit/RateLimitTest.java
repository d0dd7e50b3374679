package dev.marquee.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RateLimitTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private final RateLimit limit = new RateLimit(new Settings(), nanoTime::get);

  private record Settings() implements RateLimitConfig {
    @Override
    public int burst() {
      return 3;
    }

    @Override
    public double perSecond() {
      return 2;
    }
  }

  @Test
  void burstGoesThroughAndTheNextOneWaits() {
    // Given
    for (int request = 0; request < 3; request++) {
      limit.take("device a");
    }

    // When
    Duration wait = limit.take("device a");

    // Then
    assertThat(wait).isEqualTo(Duration.ofMillis(500));
    assertThat(limit.take("device b")).isZero();
  }

  @Test
  void whoWaitedAsToldGoesThrough() {
    // Given
    Duration wait = Duration.ZERO;
    for (int request = 0; request < 4; request++) {
      wait = limit.take("device a");
    }

    // When
    nanoTime.addAndGet(wait.toNanos());

    // Then
    assertThat(limit.take("device a")).isZero();
    assertThat(limit.take("device a")).isPositive();
  }

  @Test
  void quietTimeRefillsTheBurstAndNoMore() {
    // Given
    limit.take("device a");

    // When
    nanoTime.addAndGet(Duration.ofHours(1).toNanos());

    // Then
    for (int request = 0; request < 3; request++) {
      assertThat(limit.take("device a")).isZero();
    }
    assertThat(limit.take("device a")).isPositive();
  }
}
