package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.LoadedSimulator.Reading;
import dev.marquee.testbed.terminal.Terminal;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many pushes the APNs simulator takes with recording on: in a process of its own, with one
 * event loop, pinned to one processor where the system can do that. This process sends.
 */
final class SimulatorBenchmark {

  static final String NAME = "simulator";

  private static final int DEVICES = 10_000;
  private static final int CONNECTIONS = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  /** An update of a ticket as the dispatcher sends it, some 470 bytes. */
  private static final String BODY =
      """
      {"aps":{"timestamp":1795338000,"event":"update","stale-date":1795352400,\
      "relevance-score":50,"content-state":{"title":"Hamlet","venue":"Globe Theatre",\
      "city":"Berlin","doorsAt":817030800,"startsAt":817034400,"endsAt":817043400,\
      "gate":"Entrance C","gateLabel":"Gate","seat":"Row 5, Seat 12","status":"onTime",\
      "message":"Please take your seats","accentColor":"#AABBCC"},\
      "alert":{"title":"Hamlet","body":"Your gate is now C","sound":"default"}}}\
      """;

  private final Terminal terminal;
  private final Size size;

  /**
   * How much is measured.
   *
   * @param pushes to warm up with, and as many to measure
   */
  record Size(int pushes) {
    static final Size QUICK = new Size(100_000);
    static final Size FULL = new Size(1_000_000);
  }

  SimulatorBenchmark(Terminal terminal, Size size) {
    this.terminal = terminal;
    this.size = size;
  }

  SimulatorResult run() {
    boolean pinned = isOnPath("taskset");
    terminal.line("Starting the simulator " + (pinned ? "on processor 0" : "on all processors"));
    try {
      return measure(pinned);
    } catch (IOException e) {
      throw new UncheckedIOException("The simulator's process cannot be talked to", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VoidResultException("The benchmark was interrupted");
    }
  }

  private SimulatorResult measure(boolean pinned) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(pinned)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII);
        PrintStream orders =
            new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII)) {
      String[] place = read(answers).split(" ", 2);
      Iterator<PushLoad.Push> pushes = endlessUpdates();
      Reading before;
      Reading after;
      long tookNanos;
      try (PushLoad load =
          new PushLoad(Integer.parseInt(place[0]), CONNECTIONS, place[1], pushes::next)) {
        terminal.line("Warming up");
        before = awaitDelivered(size.pushes, orders, answers);
        long begun = System.nanoTime();
        terminal.line("Measuring");
        after = awaitDelivered(before.delivered() + size.pushes, orders, answers);
        tookNanos = System.nanoTime() - begun;
        if (load.refused() > 0 || load.accepted() == 0) {
          throw new VoidResultException(
              "%,d pushes were accepted, %,d refused".formatted(load.accepted(), load.refused()));
        }
      }
      Reading held = ask(orders, answers, LoadedSimulator.COLLECT_AND_READ);
      return result(before, after, held, tookNanos, pinned);
    } finally {
      process.destroy();
    }
  }

  /** All devices have their turn. */
  private static Iterator<PushLoad.Push> endlessUpdates() {
    List<PushLoad.Push> updates =
        IntStream.range(0, DEVICES)
            .mapToObj(device -> new PushLoad.Push(LoadedSimulator.token(device), BODY))
            .toList();
    return Stream.iterate(0, n -> (n + 1) % DEVICES).map(updates::get).iterator();
  }

  private SimulatorResult result(
      Reading before, Reading after, Reading held, long tookNanos, boolean pinned) {
    long pushes = after.delivered() - before.delivered();
    return new SimulatorResult(
        pushes,
        pushes / (tookNanos / 1e9),
        pushes / ((after.processorNanos() - before.processorNanos()) / 1e9),
        Math.min(held.delivered(), 100_000),
        held.heapBytes() >> 20,
        "%s of %d processors, the load on the same machine, JDK %s, %d connections, %d bytes a push"
            .formatted(
                pinned ? "one" : "any",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                CONNECTIONS,
                BODY.length()));
  }

  private static List<String> command(boolean pinned) {
    List<String> command = new ArrayList<>(pinned ? List.of("taskset", "-c", "0") : List.of());
    command.addAll(JavaCommand.of("-Xmx512m", LoadedSimulator.class, DEVICES));
    return command;
  }

  /** The first reading by which so many pushes were delivered since the simulator began. */
  private static Reading awaitDelivered(long count, PrintStream orders, BufferedReader answers)
      throws IOException, InterruptedException {
    long lastProgress = System.nanoTime();
    Reading last = ask(orders, answers, LoadedSimulator.READ);
    for (Reading reading = last;
        reading.delivered() < count;
        reading = ask(orders, answers, LoadedSimulator.READ)) {
      if (reading.delivered() > last.delivered()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > IDLE_LIMIT.toNanos()) {
        throw new VoidResultException("The simulator takes no pushes any more");
      }
      last = reading;
      Thread.sleep(PAUSE);
    }
    return ask(orders, answers, LoadedSimulator.READ);
  }

  private static Reading ask(PrintStream orders, BufferedReader answers, String order)
      throws IOException {
    orders.println(order);
    return Reading.parse(read(answers));
  }

  private static String read(BufferedReader answers) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new VoidResultException("The simulator's process has ended");
    }
    return line;
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
