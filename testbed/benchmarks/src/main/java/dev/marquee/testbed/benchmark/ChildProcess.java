package dev.marquee.testbed.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of this module in a process of its own that answers lines by lines, so that what it
 * takes of the processors is known apart. Ends with {@link #close}. For one thread.
 */
final class ChildProcess implements AutoCloseable {

  private static final int END_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private ChildProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
  }

  /** Starts it; what it says on its error output is shown. */
  static ChildProcess start(List<String> command) {
    try {
      return new ChildProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException("The process of " + command.getFirst() + " does not start", e);
    }
  }

  /** Says a line and waits for the answer. */
  String ask(String order) {
    orders.println(order);
    return answer();
  }

  /**
   * Waits for a line that was not asked for, such as a greeting.
   *
   * @throws VoidResultException if the process has ended
   */
  String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new VoidResultException("A process of the benchmark has ended by itself");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("A process of the benchmark cannot be talked to", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
