package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProcessLedgerTest {

  @TempDir Path folder;

  private Path file;
  private Process child;

  @BeforeEach
  void startChild() throws IOException {
    file = folder.resolve("processes");
    child = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void stopChild() {
    child.destroyForcibly();
  }

  @Test
  void findsAProcessThatStillRuns() {
    // Given
    new ProcessLedger(file).add("child", child.toHandle());

    // When
    List<ProcessHandle> survivors = new ProcessLedger(file).survivors();

    // Then
    assertThat(survivors).containsExactly(child.toHandle());
  }

  @Test
  void leavesAProcessAloneThatGotTheSameIdLater() throws IOException {
    // Given
    long startedAt = child.info().startInstant().orElseThrow().minusSeconds(60).toEpochMilli();
    Files.writeString(file, child.pid() + " " + startedAt + " child\n");

    // When
    List<ProcessHandle> survivors = new ProcessLedger(file).survivors();

    // Then
    assertThat(survivors).isEmpty();
  }

  @Test
  void forgetsAProcessThatHasEnded() throws InterruptedException {
    // Given
    new ProcessLedger(file).add("child", child.toHandle());
    child.destroyForcibly().waitFor();

    // When
    List<ProcessHandle> survivors = new ProcessLedger(file).survivors();

    // Then
    assertThat(survivors).isEmpty();
  }

  @Test
  void passesOverALineThatWasCutOffByACrash() throws IOException {
    // Given
    new ProcessLedger(file).add("child", child.toHandle());
    Files.writeString(file, Files.readString(file) + "4711 17");

    // When
    List<ProcessHandle> survivors = new ProcessLedger(file).survivors();

    // Then
    assertThat(survivors).containsExactly(child.toHandle());
  }

  @Test
  void stopsEvenAProcessThatStandsStill() throws Exception {
    // Given
    new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();

    // When
    ProcessLedger.stopAll(List.of(child.toHandle()));

    // Then
    assertThat(child.isAlive()).isFalse();
  }
}
