package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.FleetResult.Phase;
import dev.marquee.testbed.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whether a city full of virtual iPhones fits into one process, and how long its evening takes. */
final class FleetBenchmark {

  static final String NAME = "fleet";

  private static final String HEAP = "-Xmx2g";

  private final Terminal terminal;
  private final Size size;

  /** How many phones. */
  record Size(int phones) {
    static final Size QUICK = new Size(10_000);
    static final Size FULL = new Size(100_000);
  }

  FleetBenchmark(Terminal terminal, Size size) {
    this.terminal = terminal;
    this.size = size;
  }

  FleetResult run() {
    terminal.line("%,d phones live through an evening".formatted(size.phones));
    try {
      Process process =
          new ProcessBuilder(JavaCommand.of(HEAP, LoadedFleet.class, size.phones))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<Phase> phases = read(process);
      if (process.waitFor() != 0) {
        throw new VoidResultException("The fleet did not live through its evening");
      }
      return new FleetResult(
          size.phones,
          phases,
          "%s, serial collector, %d processors, JDK %s"
              .formatted(HEAP, Runtime.getRuntime().availableProcessors(), Runtime.version()));
    } catch (IOException e) {
      throw new UncheckedIOException("The fleet's process cannot be talked to", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VoidResultException("The benchmark was interrupted");
    }
  }

  private List<Phase> read(Process process) throws IOException {
    List<Phase> phases = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Phase phase = Phase.parse(line);
        terminal.line("  " + phase.name());
        phases.add(phase);
      }
    }
    return phases;
  }
}
