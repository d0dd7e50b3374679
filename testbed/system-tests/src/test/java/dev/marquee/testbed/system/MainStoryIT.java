package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.story.MainStory;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MainStoryIT {

  @TempDir Path state;

  @Test
  void thePhonesShowWhatTheStorySays() {
    // Given
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(told, true, UTF_8), false);
    Checkout checkout = Checkout.locate().withStateFolder(state);
    try (LocalStack stack = LocalStack.builder(checkout, "story").start()) {

      // When / Then
      assertThatCode(() -> MainStory.play(stack, terminal))
          .as(() -> told.toString(UTF_8))
          .doesNotThrowAnyException();
    }
  }
}
