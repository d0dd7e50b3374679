package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bad apps make of their reports: apns.md 7, rows 4, 24 and 29. */
@Timeout(30)
class BadAppTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void forgetTheSignIn() {
    await().until(() -> scene.fleet.pendingReports() == 0);
    scene.backend.accepted.clear();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<Long> sequencesOfFourLaunches(BadHabit... habits) {
    scene.phone.reportsWith(Set.of(habits));
    for (int i = 0; i < 4; i++) {
      scene.phone.openApp();
    }
    await().until(() -> scene.fleet.pendingReports() == 0);
    return scene.backend.accepted.stream().map(AppReport::sequence).toList();
  }

  @Test
  void reportsInOrderWithoutABadHabit() {
    assertThat(sequencesOfFourLaunches()).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void reportsTwice() {
    assertThat(sequencesOfFourLaunches(BadHabit.REPEATS))
        .containsExactly(2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L);
  }

  @Test
  void reportsOutOfOrder() {
    assertThat(sequencesOfFourLaunches(BadHabit.SWAPS)).containsExactly(3L, 2L, 5L, 4L);
  }

  @Test
  void swapsAndRepeatsAtOnce() {
    assertThat(sequencesOfFourLaunches(BadHabit.SWAPS, BadHabit.REPEATS))
        .containsExactly(3L, 3L, 2L, 2L, 5L, 5L, 4L, 4L);
  }

  @Test
  void losesSomeOfItsReportsTheSameOnesForTheSameSeed() {
    // Given
    List<Long> survivors = sequencesOfFourLaunches(BadHabit.LOSES);

    try (Scene again = new Scene()) {
      await().until(() -> again.fleet.pendingReports() == 0);
      again.backend.accepted.clear();
      again.phone.reportsWith(Set.of(BadHabit.LOSES));

      // When
      for (int i = 0; i < 4; i++) {
        again.phone.openApp();
      }
      await().until(() -> again.fleet.pendingReports() == 0);

      // Then
      assertThat(survivors).hasSizeBetween(1, 3);
      assertThat(again.backend.accepted.stream().map(AppReport::sequence)).isEqualTo(survivors);
    }
  }

  /** apns.md 7, row 4: the token is nil, although there is one. */
  @Test
  void reportsNullTokens() {
    // When
    sequencesOfFourLaunches(BadHabit.SENDS_NULL_TOKENS);

    // Then
    assertThat(scene.backend.accepted)
        .hasSize(4)
        .allMatch(AppReport.WithoutTokens.class::isInstance);
    assertThat(scene.phone.startToken("TicketAttributes")).isPresent();
  }

  @Test
  void isGoodAgainOnceItsHabitsAreGone() {
    // Given
    scene.phone.reportsWith(Set.of(BadHabit.SWAPS));
    scene.phone.openApp();

    // When
    List<Long> sequences = sequencesOfFourLaunches();

    // Then
    assertThat(sequences).containsExactly(3L, 2L, 4L, 5L, 6L);
  }
}
