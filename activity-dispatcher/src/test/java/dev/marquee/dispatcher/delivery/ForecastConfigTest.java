package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ForecastConfigTest {
  @Test
  void recordedDefaults() {
    // When
    ForecastConfig config = Settings.of(ForecastConfig.class, Map.of());

    // Then
    assertThat(config.oldTokenAge()).isEqualTo(Duration.ofDays(60));
    assertThat(config.unheardStarts()).isEqualTo(2);
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void everyItemIsRead() {
    // When
    ForecastConfig config =
        Settings.of(
            ForecastConfig.class,
            Map.of(
                "marquee.forecast.old-token-age", "30d",
                "marquee.forecast.unheard-starts", "5",
                "marquee.forecast.refresh-interval", "1h"));

    // Then
    assertThat(config.oldTokenAge()).isEqualTo(Duration.ofDays(30));
    assertThat(config.unheardStarts()).isEqualTo(5);
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofHours(1));
  }
}
