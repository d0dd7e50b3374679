package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.evening.Evening;
import dev.marquee.testbed.evening.EveningDemo;
import dev.marquee.testbed.evening.EveningFiles;
import dev.marquee.testbed.evening.EveningReport;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 15, unit = TimeUnit.MINUTES)
class EveningIT {

  @TempDir Path state;

  @Test
  void sendsEveryPhoneExactlyWhatItHadToGetThoughDispatchersDieAndStandStill() {
    // Given
    Checkout checkout = Checkout.locate();
    Evening evening = EveningFiles.read(checkout.root().resolve("samples/evening"));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try (LocalStack stack =
        LocalStack.builder(checkout.withStateFolder(state), "evening")
            .dispatcherSettings(EveningDemo.dispatcherSettings())
            .start()) {

      // When
      EveningReport report =
          EveningDemo.play(stack, evening, new Terminal(new PrintStream(told, true, UTF_8), false));

      // Then
      assertThat(report.passed()).as(told.toString(UTF_8)).isTrue();
      assertThat(report.pushes()).isGreaterThan(9_000);
      assertThat(report.secondCards()).isZero();
      assertThat(report.lostNewestStates()).isZero();
    }
  }
}
