package dev.marquee.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EventsPageTest {
  private static final Path PAGE = Path.of("../docs/events.md");

  @Test
  void saysWhatTheSchemasAndExamplesSay() throws IOException {
    // Given
    String page = Files.readString(PAGE);

    // When
    String renewed = EventsPage.renewed(page);

    // Then
    if (Boolean.getBoolean("marquee.docs.write")) {
      Files.writeString(PAGE, renewed);
    } else {
      assertThat(page)
          .as(
              "docs/events.md is not up to date. Renew it with"
                  + " ./mvnw -pl event-contracts test -Dtest=EventsPageTest -Dmarquee.docs.write=true")
          .isEqualTo(renewed);
    }
  }
}
