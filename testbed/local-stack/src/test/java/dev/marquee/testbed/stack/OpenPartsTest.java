package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OpenPartsTest {

  private final List<String> closed = new ArrayList<>();
  private final OpenParts parts = new OpenParts();

  @Test
  void closesTheNewestFirst() {
    // Given
    parts.add(() -> closed.add("database"));
    parts.add(() -> closed.add("service"));

    // When
    parts.close();

    // Then
    assertThat(closed).containsExactly("service", "database");
  }

  @Test
  void closesAtOnceWhatComesUpAfterTheEnd() {
    // Given
    parts.close();

    // When / Then
    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> parts.add(() -> closed.add("late service")))
        .withMessageContaining("stopped while it was starting");
    assertThat(closed).containsExactly("late service");
  }
}
