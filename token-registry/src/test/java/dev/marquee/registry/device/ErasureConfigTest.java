package dev.marquee.registry.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ErasureConfigTest {

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    // When
    ErasureConfig config = config(Map.of());

    // Then
    assertThat(config.screenGrace()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.announcementRetention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.markerRetention()).isEqualTo(Duration.ofDays(400));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everySettingCanBeChanged() {
    // When
    ErasureConfig config =
        config(
            Map.of(
                "marquee.erasure.screen-grace", "PT1M",
                "marquee.erasure.announcement-retention", "P1D",
                "marquee.erasure.marker-retention", "P2D",
                "marquee.erasure.poll-interval", "9s"));

    // Then
    assertThat(config.screenGrace()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.announcementRetention()).isEqualTo(Duration.ofDays(1));
    assertThat(config.markerRetention()).isEqualTo(Duration.ofDays(2));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(9));
  }

  private static ErasureConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(ErasureConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(ErasureConfig.class);
  }
}
