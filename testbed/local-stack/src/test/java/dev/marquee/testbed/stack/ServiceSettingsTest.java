package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ServiceSettingsTest {

  @TempDir Path folder;

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    // Given
    ServiceSettings settings =
        ServiceSettings.empty()
            .with("quarkus.http.port", 8080)
            .with("marquee.apns.keys.local.key-file", "C:\\keys\\a b.p8");

    // When
    settings.writeTo(folder);

    // Then
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("config/application.properties"))) {
      read.load(reader);
    }
    assertThat(read)
        .containsEntry("quarkus.http.port", "8080")
        .containsEntry("marquee.apns.keys.local.key-file", "C:\\keys\\a b.p8")
        .hasSize(2);
  }

  @Test
  void theLaterWins() {
    // Given
    ServiceSettings standard =
        ServiceSettings.empty().with("marquee.delivery.lease-duration", "30s");

    // When
    ServiceSettings settings =
        standard.with(ServiceSettings.empty().with("marquee.delivery.lease-duration", "5s"));

    // Then
    assertThat(settings.properties()).containsEntry("marquee.delivery.lease-duration", "5s");
  }
}
