package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StackClockTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final StackClock clock = new StackClock();

  @Test
  void advancesToAnInstant() {
    // Given
    Instant december = clock.now().plus(Duration.ofDays(100));

    // When
    clock.advanceTo(december);

    // Then
    assertThat(clock.now()).isBetween(december, december.plusSeconds(10));
  }

  @Test
  void doesNotGoBackToAnInstantThatHasPassed() {
    // Given
    clock.advanceBy(Duration.ofDays(1));
    StackClock.Reading before = clock.reading();

    // When
    clock.advanceTo(clock.now().minusSeconds(1));

    // Then
    assertThat(clock.reading()).isEqualTo(before);
  }

  @Test
  void answersAFollowerAtOnceWhoseOffsetIsOutdated() {
    // Given
    clock.advanceBy(Duration.ofHours(1));

    // When
    StackClock.Reading reading = clock.follow("dispatcher", 0, LONG);

    // Then
    assertThat(reading).isEqualTo(new StackClock.Reading(1, Duration.ofHours(1)));
  }

  @Test
  void aChangeReturnsOnceTheFollowerHasAskedAgain()
      throws ExecutionException, InterruptedException {
    // Given
    clock.follow("dispatcher", -1, LONG);
    CompletableFuture<StackClock.Reading> waiting =
        CompletableFuture.supplyAsync(() -> clock.follow("dispatcher", 0, LONG))
            .thenCompose(reading ->
                CompletableFuture.supplyAsync(
                    () -> clock.follow("dispatcher", reading.version(), Duration.ZERO)));

    // When
    boolean followed = clock.shiftTo(Duration.ofHours(2));

    // Then
    assertThat(followed).isTrue();
    assertThat(waiting.get().offset()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aFollowerThatIsGoneHoldsUpOneChangeOnly() {
    // Given
    clock.follow("killed", -1, Duration.ZERO);

    // When
    boolean first = clock.shiftTo(Duration.ofHours(1));
    boolean second = clock.shiftTo(Duration.ofHours(2));

    // Then
    assertThat(first).isFalse();
    assertThat(second).isTrue();
  }
}
