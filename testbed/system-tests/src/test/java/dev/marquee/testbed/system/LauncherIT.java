package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.stack.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LauncherIT {

  @TempDir Path elsewhere;

  @Test
  void listsItsCommandsFromAnyFolder() throws Exception {
    // When
    Run run = run("help");

    // Then
    assertThat(run.exitCode).isZero();
    assertThat(run.output).contains("up ", "demo ", "demo --evening", "publish FILE|-", "test ");
  }

  @Test
  void namesACommandThatIsNotThere() throws Exception {
    // When
    Run run = run("dmeo");

    // Then
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output).endsWith("There is no command 'dmeo'.\n");
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.command().addFirst(Checkout.locate().root().resolve("marquee").toString());
    Process process = builder.directory(elsewhere.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  private record Run(int exitCode, String output) {}
}
