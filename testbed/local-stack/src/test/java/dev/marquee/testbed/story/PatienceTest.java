package dev.marquee.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void looksUntilItSeesWhatTheStorySays() {
    // When
    int seen = Patience.until("looks", "3", looks::incrementAndGet, look -> look == 3);

    // Then
    assertThat(seen).isEqualTo(3);
  }

  @Test
  void noticesWhenWhatMustStayDoesNot() {
    // When / Then
    assertThatExceptionOfType(StoryDiffersException.class)
        .isThrownBy(() -> Patience.unchanged("requests at APNs", looks::incrementAndGet));
  }

  @Test
  void tellsBothSidesOfADifference() {
    // When / Then
    assertThatExceptionOfType(StoryDiffersException.class)
        .isThrownBy(() -> Patience.expect("Ada's gate", "C", "B"))
        .withMessage("Ada's gate%n    expected  C%n    seen      B".formatted());
  }
}
