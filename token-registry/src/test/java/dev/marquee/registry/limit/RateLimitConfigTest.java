package dev.marquee.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RateLimitConfigTest {

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    // When
    RateLimitConfig config = config(Map.of());

    // Then
    assertThat(config.burst()).isEqualTo(100);
    assertThat(config.perSecond()).isEqualTo(5.0);
  }

  @Test
  void everySettingCanBeChanged() {
    // When
    RateLimitConfig config =
        config(
            Map.of(
                "marquee.rate-limit.burst", "7",
                "marquee.rate-limit.per-second", "0.5"));

    // Then
    assertThat(config.burst()).isEqualTo(7);
    assertThat(config.perSecond()).isEqualTo(0.5);
  }

  private static RateLimitConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RateLimitConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(RateLimitConfig.class);
  }
}
