package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.dispatcher.testing.Backlog;
import dev.marquee.dispatcher.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first minutes after an outage of all dispatchers. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class CatchUpComponentTest {
  @Test
  void aCancellationInTheBacklogGoesBeforeTheStartThatItCancels() {
    // Given
    Backlog backlog = RealParts.backlog();

    // When
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(backlog.kept().pushes()).isEqualTo(List.of("start A")));

    // Then
    assertThat(backlog.cancelled().pushes()).isEmpty();
  }
}
