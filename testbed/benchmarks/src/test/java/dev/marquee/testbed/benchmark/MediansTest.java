package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MediansTest {

  @Test
  void oneBadRoundDoesNotMoveTheMiddle() {
    assertThat(Medians.of(List.of(900.0, 1_000.0, 3.0))).isEqualTo(900.0);
    assertThat(Medians.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
  }

  @Test
  void noRoundsHaveNoMiddle() {
    assertThatIllegalArgumentException().isThrownBy(() -> Medians.of(List.of()));
  }
}
