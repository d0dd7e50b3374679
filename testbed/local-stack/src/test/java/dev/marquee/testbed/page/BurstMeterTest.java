package dev.marquee.testbed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BurstMeterTest {

  private final BurstMeter meter = new BurstMeter(Duration.ofMillis(500));

  @Test
  void tellsRateAndLatencyOfEachWindow() {
    // Given
    meter.closeWindow();
    meter.countAndTime(0);
    for (int i = 1; i <= 1_000; i++) {
      meter.arrived(Duration.ofMillis(i).toNanos());
    }

    // When
    meter.closeWindow();
    meter.closeWindow();

    // Then
    assertThat(meter.total()).isEqualTo(1_000);
    assertThat(meter.samples())
        .containsExactly(
            new BurstMeter.Sample(0.5, 2_000, 501, 991), new BurstMeter.Sample(1, 0, 0, 0));
  }

  @Test
  void countsAnewFromEachBeginning() {
    // Given
    meter.countAndTime(0);
    meter.arrived(1);

    // When
    meter.count();

    // Then
    assertThat(meter.total()).isZero();
  }
}
