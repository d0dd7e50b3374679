package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What measures the dispatcher: a stack with one packaged dispatcher, whose database's commits wait
 * for the disk, and whoever publishes to it. For one thread.
 */
final class LoadedStack implements AutoCloseable {

  private static final List<String> SERVICE_OPTIONS = List.of("-Xmx768m", "-XX:+UseParallelGC");
  private static final int VACUUM_SECONDS = 15;

  private final Terminal terminal;
  private final LocalStack stack;
  private final Upstream upstream;
  private final DispatcherDatabase database;

  private LoadedStack(Terminal terminal, LocalStack stack) {
    this.terminal = terminal;
    this.stack = stack;
    this.upstream = stack.newUpstream();
    this.database = new DispatcherDatabase(stack.dispatcherJdbcUrl());
  }

  /**
   * Starts it.
   *
   * @param benchmark whose it is
   * @param apps bundle ids, each with a key of its own
   */
  static LoadedStack start(
      Terminal terminal, Checkout checkout, String benchmark, List<String> apps) {
    terminal.line("Starting the stack");
    LocalStack stack =
        LocalStack.builder(checkout, "bench-" + benchmark)
            .durable()
            .dispatchers(1)
            .apps(apps)
            .keyForEachApp()
            .serviceOptions(SERVICE_OPTIONS)
            .start();
    LoadedStack loaded = new LoadedStack(terminal, stack);
    loaded.database.vacuumEvery(VACUUM_SECONDS);
    return loaded;
  }

  LocalStack stack() {
    return stack;
  }

  Upstream upstream() {
    return upstream;
  }

  DispatcherDatabase database() {
    return database;
  }

  /** Fills a house whose devices only the dispatcher knows. */
  void fill(House house) {
    fill(house, _ -> false);
  }

  /**
   * Lets every card of a house run; returns when each shows what it has to show before anything
   * changes.
   *
   * @param signedIn whose device the registry itself knows
   */
  void fill(House house, IntPredicate signedIn) {
    terminal.line("Filling a house with %,d running cards".formatted(house.holders()));
    Arrivals arrivals = watch(house, House.FIRST_GATE, house.holders(), Arrivals.NOBODY);
    try (RegistryDouble registry = new RegistryDouble(stack.bootstrapServers())) {
      for (int holder = 0; holder < house.holders(); holder++) {
        issue(house, holder, 0);
        if (!signedIn.test(holder)) {
          registry.says(house.deviceId(holder), house.device(holder));
          registry.says(house.deviceId(holder), house.runningCard(holder));
        }
        var _ = upstream.publish(house.booking(holder));
      }
    }
    Headway.await(arrivals, house.holders());
    stop(arrivals);
  }

  /** Lets APNs know a holder's token. */
  void issue(House house, int holder, int generation) {
    stack
        .apns()
        .tokens()
        .issue(house.token(holder, generation), house.app(), ApnsEnvironment.PRODUCTION, _ -> {});
  }

  /** Watches for pushes, until {@link #stop}. */
  Arrivals watch(House house, String gate, int holders, IntPredicate dead) {
    Arrivals arrivals = new Arrivals(house, gate, holders, dead);
    stack.apns().log().addListener(arrivals);
    return arrivals;
  }

  void stop(Arrivals arrivals) {
    stack.apns().log().removeListener(arrivals);
  }

  /** Sends everybody of a house to another gate; returns when the dispatcher knows. */
  void publishGate(House house, String gate) {
    for (int holder = 0; holder < house.holders(); holder++) {
      var _ = upstream.publish(house.gateChange(holder, gate, stack.clock().now()));
    }
    stack.awaitConsumed(Topics.BOOKING_EVENTS);
  }

  /** Tells who waits what a round brought. */
  PipelineRound told(String what, PipelineRound round) {
    terminal.line("  %s: %s".formatted(what, round.summary()));
    return round;
  }

  /** What one must know to compare figures with others. */
  String conditions() {
    return ("1 dispatcher, %d processors for all parts, JDK %s, PostgreSQL %s, Kafka 4.1.1, "
            + "fsync and synchronous_commit on, a checkpoint in every round")
        .formatted(
            Runtime.getRuntime().availableProcessors(), Runtime.version(), database.version());
  }

  @Override
  public void close() {
    upstream.close();
    stack.close();
  }
}
