package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.LoadedSimulator.Reading;
import dev.marquee.testbed.terminal.Terminal;
import java.io.File;
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
    try (ScratchFolder folder = ScratchFolder.create();
        ChildProcess simulator = ChildProcess.start(command(pinned, folder))) {
      return measure(simulator, pinned);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VoidResultException("The benchmark was interrupted");
    }
  }

  private SimulatorResult measure(ChildProcess simulator, boolean pinned)
      throws InterruptedException {
    String[] place = simulator.answer().split(" ", 2);
    Iterator<PushLoad.Push> pushes = endlessUpdates();
    Reading before;
    Reading after;
    long tookNanos;
    try (PushLoad load =
        new PushLoad(Integer.parseInt(place[0]), CONNECTIONS, place[1], pushes::next)) {
      terminal.line("Warming up");
      before = awaitDelivered(size.pushes, simulator);
      long begun = System.nanoTime();
      terminal.line("Measuring");
      after = awaitDelivered(before.delivered() + size.pushes, simulator);
      tookNanos = System.nanoTime() - begun;
      if (load.refused() > 0 || load.accepted() == 0) {
        throw new VoidResultException(
            "%,d pushes were accepted, %,d refused".formatted(load.accepted(), load.refused()));
      }
    }
    Reading held = ask(simulator, LoadedSimulator.COLLECT_AND_READ);
    return result(before, after, held, tookNanos, pinned);
  }

  /** All devices have their turn. */
  private static Iterator<PushLoad.Push> endlessUpdates() {
    List<PushLoad.Push> updates =
        IntStream.range(0, DEVICES)
            .mapToObj(
                device -> new PushLoad.Push(LoadedSimulator.token(device), PushSender.PAYLOAD))
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
                PushSender.PAYLOAD.length()));
  }

  private static List<String> command(boolean pinned, ScratchFolder folder) {
    List<String> command = new ArrayList<>(pinned ? List.of("taskset", "-c", "0") : List.of());
    command.addAll(JavaCommand.of("-Xmx512m", LoadedSimulator.class, DEVICES, folder.path()));
    return command;
  }

  /** The first reading by which so many pushes were delivered since the simulator began. */
  private static Reading awaitDelivered(long count, ChildProcess simulator)
      throws InterruptedException {
    long lastProgress = System.nanoTime();
    Reading last = ask(simulator, LoadedSimulator.READ);
    for (Reading reading = last;
        reading.delivered() < count;
        reading = ask(simulator, LoadedSimulator.READ)) {
      if (reading.delivered() > last.delivered()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > IDLE_LIMIT.toNanos()) {
        throw new VoidResultException("The simulator takes no pushes any more");
      }
      last = reading;
      Thread.sleep(PAUSE);
    }
    return ask(simulator, LoadedSimulator.READ);
  }

  private static Reading ask(ChildProcess simulator, String order) {
    return Reading.parse(simulator.ask(order));
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
