package dev.marquee.testbed.apns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatencyTest {
  private static final Duration SHORT = Duration.ofMillis(80);
  private static final Duration LONG = Duration.ofSeconds(2);

  private static List<Duration> draws(Latency latency, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> latency.draw(random)).limit(10_000).sorted().toList();
  }

  @Test
  void isTheSameForTheSameSeed() {
    // Given
    Latency latency = new Latency.LogNormal(SHORT, LONG);

    // When / Then
    assertThat(draws(latency, 1)).isEqualTo(draws(latency, 1)).isNotEqualTo(draws(latency, 2));
  }

  @Test
  void staysWithinItsBoundsWhenUniform() {
    // When
    List<Duration> draws = draws(new Latency.Uniform(SHORT, LONG), 1);

    // Then
    assertThat(draws.getFirst()).isBetween(SHORT, Duration.ofMillis(90));
    assertThat(draws.getLast()).isBetween(Duration.ofMillis(1_980), LONG);
    assertThat(draws.get(5_000)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_080));
  }

  @Test
  void hasItsMedianAndItsTailWhenLogNormal() {
    // When
    List<Duration> draws = draws(new Latency.LogNormal(SHORT, LONG), 1);

    // Then
    assertThat(draws.get(5_000)).isBetween(Duration.ofMillis(75), Duration.ofMillis(85));
    assertThat(draws.get(9_900)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_400));
  }

  @Test
  void neverExceedsTheLongest() {
    // When
    List<Duration> draws = draws(new Latency.LogNormal(SHORT, Latency.LONGEST), 1);

    // Then
    assertThat(draws.getLast()).isEqualTo(Latency.LONGEST);
  }

  @Test
  void refusesWhatIsNoLatency() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Latency.Fixed(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Latency.Fixed(Duration.ofHours(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Latency.Uniform(LONG, SHORT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Latency.LogNormal(Duration.ZERO, LONG));
  }
}
