package dev.marquee.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
  private static final Path DOCUMENT = Path.of("../docs/registry-api.md");

  @ParameterizedTest
  @EnumSource
  void everyTypeHasARowInTheDocument(ProblemType type) throws IOException {
    // Given
    String row = "| `%s` | %d |".formatted(type.uri(), type.status());

    // When
    String document = Files.readString(DOCUMENT);

    // Then
    assertThat(document).contains(row);
  }
}
