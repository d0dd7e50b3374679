package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.dispatcher.activity.Snapshots;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class PauseScopeTest {
  @ParameterizedTest
  @CsvSource({
    "everything, true, false",
    "app:com.example.tickets, true, false",
    "type:TicketAttributes, false, true",
    "type:BoardingAttributes, false, false",
    "show:s-1, false, true",
    "show:s-2, false, false",
    "booking:b-1, false, true",
    "booking:b/2:x, false, false"
  })
  void aScopeIsReadBackAndHoldsWhatItNames(String text, boolean lanes, boolean holds) {
    // When
    PauseScope scope = PauseScope.parse(text);

    // Then
    assertThat(scope).hasToString(text);
    assertThat(scope.holdsLanes()).isEqualTo(lanes);
    assertThat(scope.holds(Snapshots.live().snapshot())).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "everything:x", "show", "show:", "booking: ", "device:d-1"})
  void whatIsNoScopeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PauseScope.parse(text));
  }
}
