package dev.marquee.dispatcher.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RetentionConfigTest {
  @Test
  void recordedDefaults() {
    // When
    RetentionConfig config = Settings.of(RetentionConfig.class, Map.of());

    // Then
    assertThat(config.afterShow()).isEqualTo(Duration.ofDays(30));
    assertThat(config.unconfirmed()).isEqualTo(Duration.ofDays(400));
    assertThat(config.afterErasure()).isEqualTo(Duration.ofDays(1));
    assertThat(config.interval()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void everyItemIsRead() {
    // When
    RetentionConfig config =
        Settings.of(
            RetentionConfig.class,
            Map.of(
                "marquee.retention.after-show", "90d",
                "marquee.retention.unconfirmed", "800d",
                "marquee.retention.after-erasure", "2d",
                "marquee.retention.interval", "6h"));

    // Then
    assertThat(config.afterShow()).isEqualTo(Duration.ofDays(90));
    assertThat(config.unconfirmed()).isEqualTo(Duration.ofDays(800));
    assertThat(config.afterErasure()).isEqualTo(Duration.ofDays(2));
    assertThat(config.interval()).isEqualTo(Duration.ofHours(6));
  }
}
