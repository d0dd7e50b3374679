package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StartBudgetTest {
  private static final Instant NOW = Instant.parse("2026-12-04T18:00:00Z");

  @Test
  void aFreshDeviceMayStartAtOnce() {
    assertThat(new StartBudget(List.of(), 3, 8).nextStartAt(NOW)).isEqualTo(NOW);
  }

  @Test
  void theFourthStartOfAnHourWaitsForTheFirstToBePast() {
    // Given
    StartBudget budget =
        new StartBudget(List.of(), 3, 8)
            .spend(NOW.minusSeconds(3_000))
            .spend(NOW.minusSeconds(2_000))
            .spend(NOW.minusSeconds(1_000));

    // When
    Instant next = budget.nextStartAt(NOW);

    // Then
    assertThat(next).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void theNinthStartOfADayWaitsForTomorrow() {
    // Given
    StartBudget budget = new StartBudget(List.of(), 3, 8);
    for (int hour = 8; hour >= 1; hour--) {
      budget = budget.spend(NOW.minus(Duration.ofHours(hour * 2L)));
    }

    // When
    Instant next = budget.nextStartAt(NOW);

    // Then
    assertThat(next).isEqualTo(NOW.plus(Duration.ofHours(8)));
  }

  @Test
  void forgetsWhatLiesMoreThanADayBack() {
    // When
    StartBudget budget = new StartBudget(List.of(NOW.minus(Duration.ofHours(25))), 3, 8).spend(NOW);

    // Then
    assertThat(budget.spent()).containsExactly(NOW);
  }
}
