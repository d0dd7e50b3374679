package dev.marquee.dispatcher.apns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BackoffTest {

  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(7));

  @Test
  void nobodyWaitsWithoutAFailure() {
    assertThat(backoff.nanosAfter(0)).isZero();
  }

  @Test
  void longestWaitDoublesUpToTheCap() {
    assertThat(longestWaitAfter(1)).isBetween(Duration.ofMillis(95), Duration.ofMillis(100));
    assertThat(longestWaitAfter(2)).isBetween(Duration.ofMillis(190), Duration.ofMillis(200));
    assertThat(longestWaitAfter(5)).isBetween(Duration.ofMillis(1_520), Duration.ofMillis(1_600));
    assertThat(longestWaitAfter(9)).isBetween(Duration.ofMillis(24_000), Duration.ofMillis(25_600));
    assertThat(longestWaitAfter(10)).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
    assertThat(longestWaitAfter(Integer.MAX_VALUE))
        .isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
  }

  @Test
  void waitsAreSpreadFromZeroOn() {
    // When
    long shortest = LongStream.generate(() -> backoff.nanosAfter(10)).limit(1_000).min().orElse(0);

    // Then
    assertThat(Duration.ofNanos(shortest)).isLessThan(Duration.ofMillis(500));
  }

  private Duration longestWaitAfter(int failures) {
    return Duration.ofNanos(
        LongStream.generate(() -> backoff.nanosAfter(failures)).limit(1_000).max().orElse(0));
  }
}
