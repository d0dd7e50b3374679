package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.ApnsLane;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LaneLoadsTest {
  private static final ApnsLane SLOW = lane("com.example.slow");
  private static final ApnsLane FAST = lane("com.example.fast");

  private final TestDeliveryConfig config = new TestDeliveryConfig(Duration.ofMinutes(5), 8);
  private final LaneLoads loads = new LaneLoads(config, new Random(1));

  @Test
  void aSlowHostFillsItsShareOfTheSlotsAndLeavesTheRest() {
    // Given
    int share = config.laneInFlightLimit() - config.batchSize();

    // When
    IntStream.range(0, share).forEach(_ -> loads.of(SLOW).sent());
    loads.of(FAST).sent();

    // Then
    assertThat(loads.full()).isEqualTo(Set.of("com.example.slow/production"));
    assertThat(config.laneInFlightLimit()).isLessThan(config.inFlightLimit());
  }

  @Test
  void answersMakeRoomAgain() {
    // Given
    IntStream.range(0, 1_000).forEach(_ -> loads.of(SLOW).sent());

    // When
    IntStream.range(0, 999).forEach(_ -> loads.of(SLOW).answered());

    // Then
    assertThat(loads.full()).isEmpty();
  }

  private static ApnsLane lane(String app) {
    return new ApnsLane(app, ApnsEnvironment.PRODUCTION);
  }
}
