package dev.marquee.testbed.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The process of a PostgreSQL server that runs on a data directory; perhaps one whose JVM is gone
 * (it was killed, so no shutdown hook ran).
 */
final class Postmaster {

  private static final int FAST_SHUTDOWN_SECONDS = 5;
  private static final int KILL_SECONDS = 10;

  private final ProcessHandle postmaster;

  private Postmaster(ProcessHandle postmaster) {
    this.postmaster = postmaster;
  }

  /** Finds the server by the pid file that PostgreSQL keeps in its data directory. */
  static Optional<Postmaster> on(Path dataDirectory) {
    return pidIn(dataDirectory)
        .flatMap(ProcessHandle::of)
        // After a reboot the pid may belong to anybody.
        .filter(process -> process.info().command().orElse("").endsWith("postgres"))
        .map(Postmaster::new);
  }

  private static Optional<Long> pidIn(Path dataDirectory) {
    try {
      List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(Long.valueOf(lines.getFirst().strip()));
    } catch (NoSuchFileException | NumberFormatException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it and its sessions have taken of the processors so far. */
  Duration processorTime() {
    return Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Stops the server and its sessions; what was committed is kept. */
  void stop() {
    List<ProcessHandle> family =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    interrupt();
    if (!haveExitedWithin(family, FAST_SHUTDOWN_SECONDS)) {
      family.forEach(ProcessHandle::destroyForcibly);
      if (!haveExitedWithin(family, KILL_SECONDS)) {
        throw new BackendException(
            "PostgreSQL process " + postmaster.pid() + " of an earlier run does not stop: kill it");
      }
    }
  }

  /** SIGINT is PostgreSQL's "fast shutdown"; Java itself can send SIGTERM only, which waits. */
  private void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException _) {
      postmaster.destroy();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean haveExitedWithin(List<ProcessHandle> processes, int seconds) {
    CompletableFuture<?>[] exits =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new BackendException("Cannot watch the PostgreSQL process of an earlier run", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
