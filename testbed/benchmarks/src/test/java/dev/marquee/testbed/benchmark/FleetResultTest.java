package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.benchmark.FleetResult.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FleetResultTest {

  @Test
  void tableHasARowForEachPhaseAndTheConditions() {
    // When
    String table =
        new FleetResult(100_000, List.of(new Phase("a card each", 17.44, 543)), "on a ship")
            .table();

    // Then
    assertThat(table)
        .contains("fleet: 100,000 phones in one process, on a ship")
        .containsPattern("a card each +17\\.4 +543");
  }

  @Test
  void phaseSurvivesItsLine() {
    // Given
    Phase phase = new Phase("8 hours later, ended by the system", 1.5, 662);

    // When / Then
    assertThat(Phase.parse(phase.line())).isEqualTo(phase);
  }
}
