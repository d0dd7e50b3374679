package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.benchmark.LoadedClient.Arguments;
import dev.marquee.testbed.benchmark.LoadedClient.Client;
import dev.marquee.testbed.benchmark.LoadedClient.Round;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How fast an event on {@code booking-events} becomes a settled push, every event for another live
 * activity, all parts on this machine, commits that wait for the disk; and what Pushy does against
 * the same APNs in the same run.
 */
final class PipelineBenchmark {

  static final String NAME = "pipeline";

  private static final List<String> SERVICE_OPTIONS = List.of("-Xmx768m", "-XX:+UseParallelGC");
  private static final int VACUUM_SECONDS = 15;

  /** As many as the dispatcher has. */
  private static final int PUSHY_CONNECTIONS = 2;

  private static final int PUSHY_DEVICES = 10_000;

  /**
   * How much is measured.
   *
   * @param activities live at the same time; each has one event in each round
   * @param rounds of every kind
   * @param perSecond the steady rate
   * @param steadySeconds how long it is held in a round
   * @param pushySeconds how long Pushy is measured in a round
   */
  record Size(int activities, int rounds, int perSecond, int steadySeconds, int pushySeconds) {
    static final Size QUICK = new Size(50_000, 1, 1_000, 20, 5);
    static final Size FULL = new Size(600_000, 3, 1_000, 60, 60);
  }

  private final Terminal terminal;
  private final Checkout checkout;
  private final Size size;

  PipelineBenchmark(Terminal terminal, Checkout checkout, Size size) {
    this.terminal = terminal;
    this.checkout = checkout;
    this.size = size;
  }

  PipelineResult run() {
    terminal.line("Starting the stack");
    try (LocalStack stack =
            LocalStack.builder(checkout, "bench-" + NAME)
                .durable()
                .dispatchers(1)
                .serviceOptions(SERVICE_OPTIONS)
                .start();
        Upstream upstream = stack.newUpstream()) {
      DispatcherDatabase database = new DispatcherDatabase(stack.dispatcherJdbcUrl());
      database.vacuumEvery(VACUUM_SECONDS);
      House house = new House(stack.clock().now());
      fill(stack, house, upstream);
      PipelineLoad load = new PipelineLoad(stack, upstream, house, database);
      terminal.line("Warming up");
      load.run(size.activities, "warm", 0);
      List<PipelineRound> floods = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("As fast as it goes, round %d of %d".formatted(round, size.rounds));
        floods.add(told(load.run(size.activities, "F" + round, 0)));
      }
      List<PipelineRound> steady = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("%,d a second, round %d of %d".formatted(size.perSecond, round, size.rounds));
        int events = Math.min(size.activities, size.perSecond * size.steadySeconds);
        steady.add(told(load.run(events, "S" + round, size.perSecond)));
      }
      return new PipelineResult(
          size.activities, floods, steady, pushy(stack), conditions(database.version()));
    }
  }

  private PipelineRound told(PipelineRound round) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "  %,.0f a second, p50 %.1f ms, p99 %.1f ms",
            round.perSecond(),
            round.phase().p50Millis(),
            round.phase().p99Millis()));
    return round;
  }

  /** Returns when every card shows what it has to show before anything changes. */
  private void fill(LocalStack stack, House house, Upstream upstream) {
    terminal.line("Filling the house with %,d running cards".formatted(size.activities));
    Arrivals arrivals = new Arrivals(House.FIRST_GATE, size.activities);
    stack.apns().log().addListener(arrivals);
    try (RegistryDouble registry = new RegistryDouble(stack.bootstrapServers())) {
      for (int holder = 0; holder < size.activities; holder++) {
        stack
            .apns()
            .tokens()
            .issue(house.token(holder), TicketApp.BUNDLE_ID, ApnsEnvironment.PRODUCTION, _ -> {});
        registry.says(house.deviceId(holder), house.device(holder));
        registry.says(house.deviceId(holder), house.runningCard(holder));
        var _ = upstream.publish(house.booking(holder));
      }
    }
    PipelineLoad.await(size.activities, arrivals);
    stack.apns().log().removeListener(arrivals);
  }

  /** What Pushy alone has against the same simulator, while the rest is idle. */
  private List<Double> pushy(LocalStack stack) {
    for (int device = 0; device < PUSHY_DEVICES; device++) {
      stack
          .apns()
          .tokens()
          .issue(
              LoadedSimulator.token(device),
              TicketApp.BUNDLE_ID,
              ApnsEnvironment.PRODUCTION,
              _ -> {});
    }
    Arguments arguments =
        new Arguments(
            Client.PUSHY,
            stack.apns().port(),
            PUSHY_CONNECTIONS,
            PUSHY_DEVICES,
            new ApnsFiles(stack.keysFolder(), LocalStack.TEAM_ID, LocalStack.KEY_ID));
    terminal.line("Pushy alone, %d connections".formatted(PUSHY_CONNECTIONS));
    try (ChildProcess client =
        ChildProcess.start(JavaCommand.of("-Xmx512m", LoadedClient.class, arguments.toArray()))) {
      client.answer();
      String seconds = Integer.toString(size.pushySeconds);
      client.ask(seconds);
      return IntStream.range(0, size.rounds)
          .mapToObj(_ -> Round.parse(client.ask(seconds)).perSecond())
          .toList();
    }
  }

  private static String conditions(String postgres) {
    return ("1 dispatcher, %d processors for all parts, JDK %s, PostgreSQL %s, Kafka 4.1.1, "
            + "fsync and synchronous_commit on, a checkpoint in every round")
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version(), postgres);
  }
}
