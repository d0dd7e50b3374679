package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.benchmark.LoadedSimulator.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SimulatorResultTest {

  @Test
  void tableTellsThePushesOfAProcessorSecondAndTheConditions() {
    // When
    String table =
        new SimulatorResult(1_000_000, 18_000, 25_000, 100_000, 190, "on a ship").table();

    // Then
    assertThat(table)
        .contains("simulator: on a ship")
        .containsPattern("1,000,000 +18,000 +25,000 +100,000 +190");
  }

  @Test
  void readingSurvivesItsLine() {
    // Given
    Reading reading = new Reading(12_000_000_000L, 34, 56);

    // When / Then
    assertThat(Reading.parse(reading.line())).isEqualTo(reading);
  }

  @Test
  void tokenIsAsLongAsARealOneAndAlwaysTheSame() {
    assertThat(LoadedSimulator.token(255))
        .hasSize(160)
        .isEqualTo(LoadedSimulator.token(255))
        .isNotEqualTo(LoadedSimulator.token(256));
  }
}
