package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  void tellsTheMedianRoundsAndThePartOfPushy() {
    // Given
    PipelineRound slow = round(7_000, 620);
    PipelineRound middle = round(8_000, 590);
    PipelineRound fast = round(9_000, 600);

    // When
    String table =
        new PipelineResult(
                600_000,
                List.of(fast, slow, middle),
                List.of(fast, slow, middle),
                List.of(40_000.0, 41_000.0, 10_000.0),
                "1 dispatcher")
            .table();

    // Then
    assertThat(table)
        .contains("as fast as it goes             5,000       8,000")
        .contains("at a steady rate               5,000       9,000      310.3      600.0")
        .contains("settled 8,000 a second; Pushy alone 40,000: 0.20 of it")
        .contains("per push: PostgreSQL 93");
  }

  private static PipelineRound round(double perSecond, double p99) {
    return new PipelineRound(
        perSecond, new Phase(5_000, perSecond, 310.25, p99, 601), Map.of("PostgreSQL", 93.2), 3);
  }

  @Test
  void findsTheHolderInTheToken() {
    // Given
    House house =
        new House("com.example.tickets", 100_000, 500_000, Instant.parse("2026-12-01T19:00:00Z"));

    // When
    String token = house.token(499_999);

    // Then
    assertThat(house.holderOf(token)).isEqualTo(499_999);
    assertThat(token).hasSize(160).isNotEqualTo(house.token(499_998));
  }
}
