package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.ApnsClientResult.Row;
import dev.marquee.testbed.benchmark.LoadedClient.Arguments;
import dev.marquee.testbed.benchmark.LoadedClient.Client;
import dev.marquee.testbed.benchmark.LoadedClient.Round;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.terminal.Terminal;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dispatcher's client of APNs beside Pushy: both in processes of their own against the same
 * simulator, on the same processors, one after the other in every round.
 */
final class ApnsClientBenchmark {

  static final String NAME = "apns-client";

  private static final int DEVICES = 10_000;
  private static final String HEAP = "-Xmx512m";
  private static final List<Integer> CONNECTIONS = List.of(1, 4);

  private final Terminal terminal;
  private final Checkout checkout;
  private final Size size;

  /** How much is measured: the rounds of each client, and how long each takes. */
  record Size(int rounds, int seconds, int warmUpSeconds) {
    static final Size QUICK = new Size(3, 5, 8);
    static final Size FULL = new Size(3, 60, 20);
  }

  ApnsClientBenchmark(Terminal terminal, Checkout checkout, Size size) {
    this.terminal = terminal;
    this.checkout = checkout;
    this.size = size;
  }

  ApnsClientResult run() {
    List<Row> rows = new ArrayList<>();
    try (ScratchFolder folder = ScratchFolder.create();
        ChildProcess simulator =
            ChildProcess.start(
                JavaCommand.of("-Xmx512m", LoadedSimulator.class, DEVICES, folder.path()))) {
      int port = Integer.parseInt(simulator.answer().split(" ", 2)[0]);
      for (int connections : CONNECTIONS) {
        rows.addAll(compare(port, connections, folder.path()));
      }
    }
    return new ApnsClientResult(rows, conditions());
  }

  /** Each warms up, then they take turns. */
  private List<Row> compare(int port, int connections, Path folder) {
    try (ChildProcess marquee = start(Client.MARQUEE, port, connections, folder);
        ChildProcess pushy = start(Client.PUSHY, port, connections, folder)) {
      terminal.line("Warming up, %d connections each".formatted(connections));
      marquee.ask(Integer.toString(size.warmUpSeconds));
      pushy.ask(Integer.toString(size.warmUpSeconds));
      List<Round> ours = new ArrayList<>();
      List<Round> theirs = new ArrayList<>();
      for (int number = 1; number <= size.rounds; number++) {
        terminal.line("Round %d of %d".formatted(number, size.rounds));
        theirs.add(measure(pushy));
        ours.add(measure(marquee));
      }
      return List.of(
          Row.of(Client.PUSHY, connections, theirs), Row.of(Client.MARQUEE, connections, ours));
    }
  }

  private Round measure(ChildProcess client) {
    Round round = Round.parse(client.ask(Integer.toString(size.seconds)));
    if (round.refused() > 0 || round.accepted() == 0) {
      throw new VoidResultException(
          "%,d pushes were accepted, %,d were not".formatted(round.accepted(), round.refused()));
    }
    return round;
  }

  private ChildProcess start(Client client, int port, int connections, Path folder) {
    String classPath =
        switch (client) {
          case MARQUEE -> dispatcherClassPath();
          case PUSHY -> System.getProperty("java.class.path");
        };
    Arguments arguments = new Arguments(client, port, connections, DEVICES, ApnsFiles.in(folder));
    ChildProcess process =
        ChildProcess.start(
            JavaCommand.withClassPath(classPath, HEAP, LoadedClient.class, arguments.toArray()));
    process.answer();
    return process;
  }

  /** What ships with the dispatcher, and this module without its own libraries. */
  private String dispatcherClassPath() {
    Path packaged = checkout.root().resolve("activity-dispatcher/target/quarkus-app");
    Path here =
        Path.of(LoadedClient.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return Stream.concat(
            Stream.of("app", "lib/main", "lib/boot").map(folder -> packaged.resolve(folder) + "/*"),
            Stream.of(here.toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String conditions() {
    return ("%d rounds of %d s each, %d bytes a push, 500 on the way on each connection, "
            + "TLS of the JDK, both sides on %d processors, JDK %s, Pushy 0.15.4, serial collector")
        .formatted(
            size.rounds,
            size.seconds,
            PushSender.PAYLOAD.length(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
  }
}
