package dev.marquee.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BusinessClockTest {

  private static final Instant MARCH = Instant.parse("2026-03-01T10:00:00Z");

  private final BusinessClock clock = BusinessClock.over(Clock.fixed(MARCH, ZoneOffset.UTC));

  @Test
  void isItsBaseUntilShifted() {
    // When
    Instant now = clock.instant();

    // Then
    assertThat(now).isEqualTo(MARCH);
    assertThat(clock.offset()).isZero();
  }

  @Test
  void replacesTheOffsetAndMayLeapBack() {
    // Given
    clock.setOffset(Duration.ofDays(275));

    // When
    clock.setOffset(Duration.ofHours(-1));

    // Then
    assertThat(clock.instant()).isEqualTo(MARCH.minusSeconds(3600));
    assertThat(clock.millis()).isEqualTo(MARCH.minusSeconds(3600).toEpochMilli());
  }

  @Test
  void sharesItsOffsetWithItsOtherZones() {
    // Given
    BusinessClock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));

    // When
    clock.setOffset(Duration.ofMinutes(5));

    // Then
    assertThat(berlin.instant()).isEqualTo(MARCH.plusSeconds(300));
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }
}
