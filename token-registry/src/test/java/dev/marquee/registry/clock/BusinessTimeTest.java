package dev.marquee.registry.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.StartupEvent;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BusinessTimeTest {

  @Test
  void productionRefusesAClockThatCanBeShifted() {
    // Given
    ClockConfig config = () -> Optional.of(URI.create("http://127.0.0.1:1/clock"));
    BusinessTime time = new BusinessTime(config, true);

    // When
    Throwable refusal = catchThrowable(() -> time.follow(new StartupEvent()));

    // Then
    assertThat(refusal).hasMessageContaining("marquee.clock.offset-url");
  }
}
