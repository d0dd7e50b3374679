package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.benchmark.LoadedClient.Arguments;
import dev.marquee.testbed.benchmark.LoadedClient.Client;
import dev.marquee.testbed.benchmark.LoadedClient.Round;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How fast an event on {@code booking-events} becomes a settled push, every event for another live
 * activity, all parts on this machine, commits that wait for the disk; and what Pushy does against
 * the same APNs in the same run.
 */
final class PipelineBenchmark {

  static final String NAME = "pipeline";

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
    try (LoadedStack loaded =
        LoadedStack.start(terminal, checkout, NAME, List.of(TicketApp.BUNDLE_ID))) {
      LocalStack stack = loaded.stack();
      House house = new House(TicketApp.BUNDLE_ID, 0, size.activities, stack.clock().now());
      loaded.fill(house);
      PipelineLoad load = new PipelineLoad(loaded, house);
      terminal.line("Warming up");
      load.run(size.activities, "warm", 0, Arrivals.NOBODY);
      List<PipelineRound> floods = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("As fast as it goes, round %d of %d".formatted(round, size.rounds));
        floods.add(
            loaded.told("settled", load.run(size.activities, "F" + round, 0, Arrivals.NOBODY)));
      }
      List<PipelineRound> steady = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("%,d a second, round %d of %d".formatted(size.perSecond, round, size.rounds));
        int events = Math.min(size.activities, size.perSecond * size.steadySeconds);
        steady.add(
            loaded.told("settled", load.run(events, "S" + round, size.perSecond, Arrivals.NOBODY)));
      }
      return new PipelineResult(size.activities, floods, steady, pushy(stack), loaded.conditions());
    }
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
}
