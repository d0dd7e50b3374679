package dev.marquee.testbed.evening;

import static dev.marquee.testbed.evening.SmallEvening.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.evening.EveningSteps.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EveningStepsTest {

  @Test
  void opensWithEveryBookingThatWasMadeBefore() {
    // Given
    Evening evening = SmallEvening.ordinary().evening();

    // When
    List<Step> steps = EveningSteps.of(evening, Evening.ANCHOR, List.of());

    // Then
    assertThat(steps)
        .singleElement()
        .satisfies(opening -> {
          assertThat(opening.at()).isEqualTo("2026-12-04T13:00:00Z");
          assertThat(opening.confirmations()).hasSize(1);
        });
  }

  @Test
  void stopsWhereverSomethingHappensOrBecomesDue() {
    // Given
    SmallEvening small = SmallEvening.bookedAt(-100).ofShow(-70, "show.ended", "{}");

    // When
    List<Step> steps = EveningSteps.of(small.evening(), Evening.ANCHOR, small.expected().values());

    // Then
    Instant booked = Evening.ANCHOR.plus(at(-100));
    assertThat(steps)
        .extracting(Step::at)
        .containsExactly(
            Evening.ANCHOR.plus(Evening.OPENING),
            booked,
            booked.plusSeconds(30),
            Evening.ANCHOR.plus(at(-70)));
    assertThat(steps.getLast().lines()).hasSize(1);
  }

  @Test
  void playsOnTheDayAsWrittenWhereThatLiesAhead() {
    // Given
    Instant now = Instant.parse("2026-12-04T13:00:00Z");

    // When
    Instant anchor = Evening.anchorAfter(now);

    // Then
    assertThat(anchor).isEqualTo(Evening.ANCHOR);
  }

  @Test
  void playsOnTheNextEveningThatIsStillToOpen() {
    // Given
    Instant beforeOpening = Instant.parse("2027-07-01T11:59:00Z");
    Instant afterOpening = Instant.parse("2027-07-01T12:01:00Z");

    // When
    Instant same = Evening.anchorAfter(beforeOpening);
    Instant next = Evening.anchorAfter(afterOpening);

    // Then
    assertThat(same).isEqualTo("2027-07-01T17:00:00Z");
    assertThat(next).isEqualTo("2027-07-02T17:00:00Z");
  }
}
