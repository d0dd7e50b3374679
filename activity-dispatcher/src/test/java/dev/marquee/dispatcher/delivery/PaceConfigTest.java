package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.dispatcher.activity.Pace;
import dev.marquee.dispatcher.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PaceConfigTest {
  @Test
  void recordedDefaults() {
    assertThat(Settings.of(PaceConfig.class, Map.of()).pace())
        .isEqualTo(new Pace(Duration.ofMinutes(1), 10, Duration.ofMinutes(6), 4));
  }

  @Test
  void everyItemIsRead() {
    // When
    PaceConfig config =
        Settings.of(
            PaceConfig.class,
            Map.of(
                "marquee.pace.start-window", "90s",
                "marquee.pace.urgent-burst", "4",
                "marquee.pace.urgent-every", "2m",
                "marquee.pace.frequent-factor", "3"));

    // Then
    assertThat(config.pace())
        .isEqualTo(new Pace(Duration.ofSeconds(90), 4, Duration.ofMinutes(2), 3));
  }

  @Test
  void aWindowThatKeepsCardsAwayIsRefusedByItsName() {
    // Given
    PaceConfig config = Settings.of(PaceConfig.class, Map.of("marquee.pace.start-window", "1h"));

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(config::pace)
        .withMessageContaining("start-window");
  }
}
