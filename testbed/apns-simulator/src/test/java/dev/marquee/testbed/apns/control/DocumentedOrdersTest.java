package dev.marquee.testbed.apns.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.apns.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pastes the lines of docs/apns-simulator.md into a shell, as they stand but for the port. */
@Timeout(60)
class DocumentedOrdersTest {
  private static final Path PAGE = Path.of("../../docs/apns-simulator.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void run() throws Exception {
    // Given
    List<String> blocks =
        BLOCK.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();
    assertThat(blocks).hasSizeGreaterThan(5);

    try (Provider provider = new Provider();
        ApnsControlServer control = ApnsControlServer.start(provider.apns, 0)) {
      // When / Then
      for (String block : blocks) {
        paste(block.replaceAll("```(sh)?", ""), control);
      }
      assertThat(provider.apns.faults().injected()).hasSize(3);
      assertThat(provider.apns.acceptsConnections()).isTrue();
    }
  }

  private static void paste(String lines, ApnsControlServer control)
      throws IOException, InterruptedException {
    String adapted =
        lines
            .replace("curl ", "curl --silent --show-error --fail-with-body ")
            .replace("localhost:8082", control.address().getAuthority());
    Process shell = new ProcessBuilder("sh", "-ec", adapted).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as("%s%n%s", adapted, output).isZero();
  }
}
