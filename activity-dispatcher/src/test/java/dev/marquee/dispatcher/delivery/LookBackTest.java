package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LookBackTest {
  private static final Instant NOW = Instant.parse("2026-12-04T18:30:00Z");
  private static final long BEGIN = System.nanoTime();
  private static final long MILLI = 1_000_000;

  private final LookBack lookBack = new LookBack(BEGIN);

  @Test
  void firstClaimOverlooksNothing() {
    assertThat(lookBack.next(NOW, BEGIN + MILLI)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void nextClaimBeginsShortlyBeforeTheLastOneHoweverFarTheClockJumps() {
    // Given
    lookBack.next(NOW, BEGIN + MILLI);

    // When
    Instant from = lookBack.next(NOW.plus(Duration.ofDays(200)), BEGIN + 100 * MILLI);

    // Then
    assertThat(from).isEqualTo(NOW.minusSeconds(10));
  }

  @Test
  void clockThatWasSetBackHidesNothing() {
    // Given
    lookBack.next(NOW, BEGIN + MILLI);
    Instant earlier = NOW.minus(Duration.ofHours(3));

    // When
    Instant from = lookBack.next(earlier, BEGIN + 100 * MILLI);

    // Then
    assertThat(from).isEqualTo(earlier.minusSeconds(10));
  }

  @Test
  void oneClaimInASecondBeginsAtTheBeginning() {
    // Given
    lookBack.next(NOW, BEGIN + MILLI);
    lookBack.next(NOW, BEGIN + 900 * MILLI);

    // When
    Instant from = lookBack.next(NOW, BEGIN + 1_001 * MILLI);

    // Then
    assertThat(from).isEqualTo(Instant.EPOCH);
  }
}
