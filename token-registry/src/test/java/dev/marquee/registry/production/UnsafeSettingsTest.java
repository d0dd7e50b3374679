package dev.marquee.registry.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class UnsafeSettingsTest {
  private static final Map<String, String> SAFE =
      Map.of(
          "mp.jwt.verify.issuer", "https://login.example.com",
          "mp.jwt.verify.publickey.location", "https://login.example.com/keys",
          "kafka.security.protocol", "SASL_SSL",
          "quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full");

  @Test
  void safeSettingsAreFine() {
    assertThat(UnsafeSettings.in(config(SAFE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "marquee.clock.offset-url, http://localhost:8082/clock",
    "mp.jwt.verify.issuer, https://marquee.local",
    "mp.jwt.verify.publickey.location, http://login.example.com/keys",
    "kafka.security.protocol, PLAINTEXT",
    "kafka.security.protocol, SASL_PLAINTEXT",
    "quarkus.datasource.reactive.postgresql.ssl-mode, disable",
    "quarkus.http.cors.enabled, true"
  })
  void unsafeSettingIsNamed(String name, String value) {
    // Given
    Map<String, String> settings = new HashMap<>(SAFE);
    settings.put(name, value);

    // When
    var complaints = UnsafeSettings.in(config(settings));

    // Then
    assertThat(complaints).singleElement().asString().startsWith(name + " ");
  }

  @Test
  void productionDoesNotStartAndATestBenchDoes() {
    // Given
    Config unsafe = config(Map.of());

    // When
    new ProductionCheck(unsafe, false).check(new StartupEvent());

    // Then
    assertThatThrownBy(() -> new ProductionCheck(unsafe, true).check(new StartupEvent()))
        .hasMessageContaining("kafka.security.protocol")
        .hasMessageContaining("mp.jwt.verify.issuer");
  }

  private static Config config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }
}
