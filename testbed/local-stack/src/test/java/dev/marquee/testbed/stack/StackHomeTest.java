package dev.marquee.testbed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StackHomeTest {

  @TempDir Path state;

  @Test
  void belongsToOneOwnerAtATime() {
    // Given
    try (StackHome first = StackHome.claim(state.resolve("up"))) {
      assertThat(first.logs()).isDirectory();

      // When / Then
      assertThatExceptionOfType(StackException.class)
          .isThrownBy(() -> StackHome.claim(state.resolve("up")))
          .withMessageContaining("already runs")
          .withMessageContaining(Long.toString(ProcessHandle.current().pid()))
          .extracting(StackException::code)
          .isEqualTo(StackException.Code.ALREADY_RUNNING);
    }
  }

  @Test
  void canBeClaimedAgainOnceItIsGivenUp() {
    // Given
    StackHome.claim(state.resolve("up")).close();

    // When
    try (StackHome second = StackHome.claim(state.resolve("up"))) {

      // Then
      assertThat(second.keys()).isDirectory();
    }
  }

  @Test
  void stopsWhatADeadOwnerLeftRunning() throws IOException {
    // Given
    Process left = new ProcessBuilder("sleep", "600").start();
    StackHome dead = StackHome.claim(state.resolve("up"));
    dead.ledger().add("service", left.toHandle());
    dead.close();

    // When
    int stopped = StackHome.sweep(state);

    // Then
    assertThat(stopped).isEqualTo(1);
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void keepsTheProcessesOfALivingOwner() throws IOException {
    // Given
    Process running = new ProcessBuilder("sleep", "600").start();
    try (StackHome alive = StackHome.claim(state.resolve("up"))) {
      alive.ledger().add("service", running.toHandle());

      // When
      int stopped = StackHome.sweep(state);

      // Then
      assertThat(stopped).isZero();
      assertThat(running.isAlive()).isTrue();
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  void beginsEmpty() throws IOException {
    // Given
    try (StackHome first = StackHome.claim(state.resolve("up"))) {
      Files.createDirectories(first.kafka());
      Files.writeString(first.kafka().resolve("segment"), "old");
    }

    // When
    try (StackHome second = StackHome.claim(state.resolve("up"))) {

      // Then
      assertThat(second.kafka()).doesNotExist();
    }
  }

  @Test
  void sweepsNothingWhereNothingEverRan() {
    // When
    int stopped = StackHome.sweep(state.resolve("nowhere"));

    // Then
    assertThat(stopped).isZero();
  }
}
