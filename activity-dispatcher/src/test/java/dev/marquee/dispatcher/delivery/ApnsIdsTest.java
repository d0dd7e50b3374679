package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ApnsIdsTest {
  @Test
  void theSamePushHasTheSameNameOnEveryReplica() {
    // When
    UUID id = ApnsIds.of(42, 1_796_409_000);

    // Then
    assertThat(id).isEqualTo(ApnsIds.of(42, 1_796_409_000));
    assertThat(id).isNotEqualTo(ApnsIds.of(42, 1_796_409_001));
    assertThat(id).isNotEqualTo(ApnsIds.of(43, 1_796_409_000));
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
  }
}
