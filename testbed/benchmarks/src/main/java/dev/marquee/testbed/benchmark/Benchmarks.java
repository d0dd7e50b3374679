package dev.marquee.testbed.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.StackException;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./marquee bench [NAME…] [--quick]}: runs benchmarks, and keeps what they found as JSON.
 */
public final class Benchmarks {

  private static final List<String> ALL =
      List.of(
          PipelineBenchmark.NAME,
          LanesBenchmark.NAME,
          DeadTokensBenchmark.NAME,
          ApnsClientBenchmark.NAME,
          RegistryBenchmark.NAME,
          SimulatorBenchmark.NAME,
          FleetBenchmark.NAME);

  private final Terminal terminal;
  private final Checkout checkout;

  private Benchmarks(Terminal terminal, Checkout checkout) {
    this.terminal = terminal;
    this.checkout = checkout;
  }

  /** Runs what is named, or everything; the first argument is the launcher's own {@code bench}. */
  public static void main(String[] arguments) throws IOException {
    Terminal terminal = Terminal.standard();
    List<String> names = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    boolean quick = names.remove("--quick");
    int exitCode = 0;
    if (!ALL.containsAll(names)) {
      terminal.line("Usage: ./marquee bench [NAME...] [--quick], where NAME is one of " + ALL);
      exitCode = 64;
    } else {
      try {
        new Benchmarks(terminal, Checkout.locate()).run(names.isEmpty() ? ALL : names, quick);
      } catch (StackException | VoidResultException e) {
        terminal.line(terminal.styled(Style.BAD, String.valueOf(e.getMessage())));
        exitCode = 1;
      }
    }
    System.exit(exitCode);
  }

  private void run(List<String> names, boolean quick) throws IOException {
    for (String name : names) {
      BenchmarkResult result = measure(name, quick);
      terminal.line();
      terminal.line(result.table());
      Path file = checkout.stateFolder().resolve("bench").resolve(name + ".json");
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(result));
      terminal.line("  as JSON in " + file);
    }
  }

  private BenchmarkResult measure(String name, boolean quick) {
    return switch (name) {
      case PipelineBenchmark.NAME ->
          new PipelineBenchmark(
                  terminal,
                  checkout,
                  quick ? PipelineBenchmark.Size.QUICK : PipelineBenchmark.Size.FULL)
              .run();
      case LanesBenchmark.NAME ->
          new LanesBenchmark(
                  terminal, checkout, quick ? LanesBenchmark.Size.QUICK : LanesBenchmark.Size.FULL)
              .run();
      case DeadTokensBenchmark.NAME ->
          new DeadTokensBenchmark(
                  terminal,
                  checkout,
                  quick ? DeadTokensBenchmark.Size.QUICK : DeadTokensBenchmark.Size.FULL)
              .run();
      case ApnsClientBenchmark.NAME ->
          new ApnsClientBenchmark(
                  terminal,
                  checkout,
                  quick ? ApnsClientBenchmark.Size.QUICK : ApnsClientBenchmark.Size.FULL)
              .run();
      case RegistryBenchmark.NAME ->
          new RegistryBenchmark(
                  terminal,
                  checkout,
                  quick ? RegistryBenchmark.Size.QUICK : RegistryBenchmark.Size.FULL)
              .run();
      case SimulatorBenchmark.NAME ->
          new SimulatorBenchmark(
                  terminal, quick ? SimulatorBenchmark.Size.QUICK : SimulatorBenchmark.Size.FULL)
              .run();
      case FleetBenchmark.NAME ->
          new FleetBenchmark(terminal, quick ? FleetBenchmark.Size.QUICK : FleetBenchmark.Size.FULL)
              .run();
      default -> throw new IllegalArgumentException("There is no benchmark " + name);
    };
  }
}
