package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file that names the child processes of a stack, one per line, so that whoever comes after a
 * crash can stop what is left. A process id alone may belong to an innocent by then: the instant at
 * which the process started goes with it.
 */
final class ProcessLedger {

  /** Operating systems round start times, and a corrected clock moves what they report. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path file;

  ProcessLedger(Path file) {
    this.file = file;
  }

  /** Adds a process that has just been started. Thread-safe. */
  synchronized void add(String name, ProcessHandle process) {
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    String line = "%d %d %s%n".formatted(process.pid(), startedAt.toEpochMilli(), name);
    try {
      Files.writeString(file, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot record process " + process.pid() + " in " + file, e);
    }
  }

  /** The recorded processes that still run, in the order of their start. */
  List<ProcessHandle> survivors() {
    List<ProcessHandle> survivors = new ArrayList<>();
    for (String line : lines()) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3) {
        survivor(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])))
            .ifPresent(survivors::add);
      }
    }
    return survivors;
  }

  /** The process of this id, if it is the one that started then. */
  private static Optional<ProcessHandle> survivor(long pid, Instant startedAt) {
    return ProcessHandle.of(pid)
        .filter(process ->
            process
                .info()
                .startInstant()
                .map(actual -> Duration.between(startedAt, actual).abs())
                .filter(difference -> difference.compareTo(START_TOLERANCE) <= 0)
                .isPresent());
  }

  /** Asks each process to end, newest first, and kills those that do not within a few seconds. */
  static void stopAll(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes.reversed()) {
      process.destroy();
      if (!endsWithin(GRACE, process)) {
        process.destroyForcibly();
        endsWithin(GRACE, process);
      }
    }
  }

  static boolean endsWithin(Duration limit, ProcessHandle process) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return !process.isAlive();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
