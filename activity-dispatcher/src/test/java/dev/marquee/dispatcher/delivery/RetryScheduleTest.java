package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RetryScheduleTest {
  @RepeatedTest(40)
  void staysBetweenItsFloorAndItsCapHoweverOftenItFailed(RepetitionInfo repetition) {
    // Given
    RetrySchedule schedule =
        new RetrySchedule(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMinutes(1));

    // When
    Duration wait =
        schedule.waitAfter(
            repetition.getCurrentRepetition(), new Random(repetition.getCurrentRepetition()));

    // Then
    assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(62));
  }
}
