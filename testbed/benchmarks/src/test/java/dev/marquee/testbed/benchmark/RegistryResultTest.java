package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RegistryResultTest {

  @Test
  void tableHasARowForEachPhaseAndTheConditions() {
    // Given
    Phase phase = Phase.of(new long[] {0}, new long[] {2_000_000});

    // When
    String table = new RegistryResult(1, 64, phase, phase, phase, "on a slow disk").table();

    // Then
    assertThat(table)
        .contains("64 connections, on a slow disk")
        .containsPattern("as fast as it goes +1 +500 +2\\.0")
        .containsPattern("at a steady rate +1 ")
        .containsPattern("answer -> consumed +1 ");
  }

  @Test
  void tokenSaysWhichRegistrationItIsOf() {
    assertThat(TokenArrivals.token(255)).hasSize(160).startsWith("00000000000000ff");
  }
}
