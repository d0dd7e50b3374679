package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.launch.Marquee;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.StackPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 6, unit = TimeUnit.MINUTES)
class UpIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path state;

  private final String portOffset =
      Integer.toString(new SplittableRandom(ProcessHandle.current().pid()).nextInt(200, 9_000));
  private final List<String> said = new CopyOnWriteArrayList<>();
  private Process up;

  @BeforeEach
  void start() throws Exception {
    ProcessBuilder builder = JavaProcess.of(state, Marquee.class, "up");
    builder.environment().put(StackPorts.OFFSET_VARIABLE, portOffset);
    up = builder.start();
    Thread.ofVirtual().start(() -> up.inputReader().lines().forEach(said::add));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(said).anyMatch(line -> line.startsWith("Marquee is running")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    up.destroy();
    up.waitFor();
  }

  @Test
  void theLinesThatItSuggestsLightUpAPhone() throws Exception {
    // When
    String registered = paste("A bearer token", "Register a push-to-start token");
    String booked = paste("Book a ticket");

    // Then
    assertThat(registered).contains("\"deviceId\":\"my-iphone\"");
    assertThat(booked).contains("published 1 event");
    awaitSaid("start   Hamlet: Starts at");

    // When
    String changed = paste("Then change the gate");

    // Then
    assertThat(changed).contains("published 1 event");
    awaitSaid("update  Hamlet: Gate is now C");
    assertThat(paste("Ask the dispatcher")).contains("\"state\":\"live\"");

    // When
    List<ProcessHandle> services = up.descendants().toList();
    // Not Process.destroy(), which would also close our end of its output.
    up.toHandle().destroy();

    // Then
    assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
    awaitSaid("Stopping Marquee");
    assertThat(services).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  private void awaitSaid(String words) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(said).anyMatch(line -> line.contains(words)));
  }

  /** Runs the commands below each of the headings in one shell, and returns what it prints. */
  private String paste(String... headings) throws Exception {
    StringJoiner commands = new StringJoiner("\n");
    for (String heading : headings) {
      commands.add(commandsBelow(heading));
    }
    Path script = Files.writeString(state.resolve("pasted.sh"), commands.toString());
    Process shell =
        new ProcessBuilder("sh", "-e", script.toString())
            .directory(Checkout.locate().root().toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(printed).isZero();
    return printed;
  }

  /** The indented lines under a heading, with the built classes in place of the launcher script. */
  private String commandsBelow(String heading) {
    String launcher =
        JavaProcess.command(state, Marquee.class).stream()
            .collect(Collectors.joining("' '", "'", "'"));
    String commands =
        said.stream()
            .dropWhile(line -> !line.startsWith(heading))
            .skip(1)
            .takeWhile(line -> line.isEmpty() || line.startsWith("  "))
            .collect(Collectors.joining("\n"));
    return "marquee() { %s \"$@\"; }%n%s%n"
        .formatted(launcher, commands.replace("./marquee", "marquee"));
  }
}
