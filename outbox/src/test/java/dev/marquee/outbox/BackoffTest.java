package dev.marquee.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BackoffTest {

  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1));

  @Test
  void doublesUpToItsCapAndLosesAtMostHalfToChance() {
    // When
    Duration first = backoff.after(1);
    Duration fourth = backoff.after(4);
    Duration hundredth = backoff.after(100);

    // Then
    assertThat(first).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(fourth).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    assertThat(hundredth).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
  }
}
