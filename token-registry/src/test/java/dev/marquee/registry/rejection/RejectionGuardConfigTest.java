package dev.marquee.registry.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RejectionGuardConfigTest {

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    // When
    RejectionGuardConfig config = config(Map.of());

    // Then
    assertThat(config.share()).isEqualTo(0.05);
    assertThat(config.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.leastCount()).isEqualTo(100);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everySettingCanBeChanged() {
    // When
    RejectionGuardConfig config =
        config(
            Map.of(
                "marquee.rejections.guard.share", "0.2",
                "marquee.rejections.guard.window", "PT1H",
                "marquee.rejections.guard.least-count", "3",
                "marquee.rejections.guard.poll-interval", "9s"));

    // Then
    assertThat(config.share()).isEqualTo(0.2);
    assertThat(config.window()).isEqualTo(Duration.ofHours(1));
    assertThat(config.leastCount()).isEqualTo(3);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(9));
  }

  private static RejectionGuardConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RejectionGuardConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(RejectionGuardConfig.class);
  }
}
