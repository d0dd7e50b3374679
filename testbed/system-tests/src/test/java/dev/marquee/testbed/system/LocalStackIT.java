package dev.marquee.testbed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.StackException;
import dev.marquee.testbed.stack.StackPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LocalStackIT {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  @TempDir Path state;

  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void leaveNothingBehind() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void startsNothingWhereAPortIsTaken() throws IOException {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackPorts free = StackPorts.free();
      StackPorts ports =
          new StackPorts(
              free.registry(),
              free.dispatcher(),
              free.secondDispatcher(),
              free.control(),
              other.getLocalPort(),
              free.kafka(),
              free.postgres());

      // When / Then
      assertThatExceptionOfType(StackException.class)
          .isThrownBy(() -> LocalStack.builder(checkout(), "taken").ports(ports).start())
          .withMessageStartingWith("Port %d, needed for the APNs simulator,", other.getLocalPort());
      assertThat(state.resolve("taken/postgresql")).doesNotExist();
      assertThat(state.resolve("taken/processes")).doesNotExist();
    }
  }

  @Test
  void takesEveryProcessAlongWhenItIsAskedToEnd() throws Exception {
    // Given
    Process launcher = launch();
    List<ProcessHandle> children = childrenOf(launcher);

    // When
    launcher.destroy();

    // Then
    await().atMost(STOP_LIMIT).until(() -> !launcher.isAlive());
    await().atMost(STOP_LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(children).hasSize(4);
  }

  @Test
  void stopsWhatAKilledLauncherHasLeft() throws Exception {
    // Given
    Process launcher = launch();
    List<ProcessHandle> children = childrenOf(launcher);
    launcher.destroyForcibly().waitFor();
    assertThat(children).hasSize(4).allMatch(ProcessHandle::isAlive);

    // When
    try (LocalStack next = LocalStack.builder(checkout(), "next").start()) {

      // Then
      assertThat(next.dispatchers()).hasSize(2);
      await().atMost(STOP_LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  /** The services, and PostgreSQL, which leaves the family of whoever starts it. */
  private List<ProcessHandle> childrenOf(Process launcher) throws IOException {
    Path pidFile = state.resolve("victim/postgresql/postmaster.pid");
    long postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    return Stream.concat(launcher.descendants(), ProcessHandle.of(postmaster).stream()).toList();
  }

  private Checkout checkout() {
    return Checkout.locate().withStateFolder(state);
  }

  private Process launch() throws IOException {
    Process launcher = JavaProcess.of(state, StackUntilKilled.class, state.toString()).start();
    BufferedReader output = launcher.inputReader();
    String line = output.readLine();
    assertThat(line).isEqualTo(StackUntilKilled.RUNNING);
    started.add(launcher.toHandle());
    started.addAll(childrenOf(launcher));
    return launcher;
  }
}
