package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PublishProgressTest {
  private static final String ANEW = "\r\u001b[K";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private long nanos = 1_000;

  @Test
  void movesABarOnATerminal() {
    // Given
    PublishProgress progress = progress(true, 3_000);

    // When
    after(Duration.ofMillis(50));
    progress.at(100);
    after(Duration.ofMillis(450));
    progress.at(1_500);
    after(Duration.ofMillis(500));
    progress.end(3_000);

    // Then
    assertThat(output.toString(UTF_8))
        .isEqualTo(
            ANEW
                + "█".repeat(15)
                + "░".repeat(15)
                + "  50 %  1,500 of 3,000 events, 3,000 a second"
                + ANEW
                + "published 3,000 events in 1.0 s, 3,000 a second\n");
  }

  @Test
  void writesALineNowAndThenElsewhere() {
    // Given
    PublishProgress progress = progress(false, 10_000);

    // When
    after(Duration.ofSeconds(4));
    progress.at(4_000);
    after(Duration.ofSeconds(1));
    progress.at(5_000);
    after(Duration.ofSeconds(5));
    progress.end(10_000);

    // Then
    assertThat(output.toString(UTF_8))
        .isEqualTo(
            """
            published 5,000 of 10,000 events, 1,000 a second
            published 10,000 events in 10.0 s, 1,000 a second
            """);
  }

  @Test
  void countsWhereNobodyKnowsTheEnd() {
    // Given
    PublishProgress progress = progress(true, PublishProgress.UNKNOWN);

    // When
    after(Duration.ofSeconds(2));
    progress.at(1);

    // Then
    assertThat(output.toString(UTF_8)).isEqualTo(ANEW + "published 1 event, 1 a second");
  }

  private PublishProgress progress(boolean live, long total) {
    Terminal terminal = new Terminal(new PrintStream(output, true, UTF_8), false, live);
    return new PublishProgress(terminal, () -> nanos, total);
  }

  private void after(Duration duration) {
    nanos += duration.toNanos();
  }
}
