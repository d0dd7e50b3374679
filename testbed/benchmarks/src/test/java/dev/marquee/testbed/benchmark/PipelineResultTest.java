package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.benchmark.PipelineResult.Phase;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PipelineResultTest {

  private static final long MILLI = 1_000_000;

  @Test
  void countsFromTheFirstPublicationToTheLastArrival() {
    // Given
    long[] published = {1_000 * MILLI, 1_100 * MILLI};
    long[] arrived = {3_000 * MILLI, 2_000 * MILLI};

    // When
    Phase phase = Phase.of(published, arrived);

    // Then
    assertThat(phase.perSecond()).isEqualTo(1.0);
    assertThat(phase.maxMillis()).isEqualTo(2_000.0);
  }

  @Test
  void takesPercentilesOverTheEventsThemselves() {
    // Given
    long[] published = LongStream.range(0, 100).map(_ -> 0).toArray();
    long[] arrived = LongStream.rangeClosed(1, 100).map(millis -> millis * MILLI).toArray();

    // When
    Phase phase = Phase.of(published, arrived);

    // Then
    assertThat(phase.p50Millis()).isEqualTo(51.0);
    assertThat(phase.p99Millis()).isEqualTo(100.0);
  }

  @Test
  void printsOneRowForEachPhase() {
    // Given
    Phase flood = new Phase(5_000, 7_800.4, 310.25, 590.5, 601);
    Phase steady = new Phase(5_000, 500, 6.5, 41, 88.8);

    // When
    String table = new PipelineResult(5_000, flood, steady, "2 dispatchers").table();

    // Then
    assertThat(table)
        .contains("all at once                    5,000       7,800")
        .contains(
            "at a steady rate               5,000         500        6.5       41.0       88.8");
  }
}
