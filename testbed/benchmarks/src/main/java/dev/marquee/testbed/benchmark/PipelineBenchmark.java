package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast an event on {@code booking-events} becomes a push at APNs: two dispatchers, every event
 * for another live activity, all parts on this machine, commits that wait for the disk.
 */
final class PipelineBenchmark {

  static final String NAME = "pipeline";

  /** A figure is void if nothing arrives for so long although something is missing. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final List<String> SERVICE_OPTIONS = List.of("-Xmx768m", "-XX:+UseParallelGC");

  /**
   * How much is measured.
   *
   * @param activities live at the same time
   * @param perSecond the steady rate
   */
  record Size(int activities, int perSecond) {
    static final Size QUICK = new Size(5_000, 500);
    static final Size FULL = new Size(50_000, 1_000);
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
                .serviceOptions(SERVICE_OPTIONS)
                .start();
        Upstream upstream = stack.newUpstream()) {
      House house = new House(stack.clock().now());
      terminal.line("Filling the house with %,d running cards".formatted(size.activities));
      fill(stack, house, upstream);
      terminal.line("Warming up");
      measure(stack, house, upstream, "B", 0);
      terminal.line("Measuring: all at once");
      PipelineResult.Phase flood = measure(stack, house, upstream, "C", 0);
      terminal.line("Measuring: %,d a second".formatted(size.perSecond));
      PipelineResult.Phase steady = measure(stack, house, upstream, "D", size.perSecond);
      return new PipelineResult(size.activities, flood, steady, conditions());
    }
  }

  /** Returns when every card shows what it has to show before anything changes. */
  private void fill(LocalStack stack, House house, Upstream upstream) {
    Arrivals arrivals = new Arrivals(House.FIRST_GATE);
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
    awaitAll(arrivals);
    stack.apns().log().removeListener(arrivals);
  }

  private PipelineResult.Phase measure(
      LocalStack stack, House house, Upstream upstream, String gate, int perSecond) {
    Arrivals arrivals = new Arrivals(gate);
    stack.apns().log().addListener(arrivals);
    long[] published = new long[size.activities];
    Instant time = stack.clock().now();
    long begun = System.nanoTime();
    for (int holder = 0; holder < size.activities; holder++) {
      if (perSecond > 0) {
        parkUntil(begun + holder * TimeUnit.SECONDS.toNanos(1) / perSecond);
      }
      published[holder] = System.nanoTime();
      var _ = upstream.publish(house.gateChange(holder, gate, time));
    }
    awaitAll(arrivals);
    stack.apns().log().removeListener(arrivals);
    if (arrivals.others() > 0) {
      throw new VoidResultException(
          "%,d pushes were refused or showed an old state".formatted(arrivals.others()));
    }
    long[] arrived = new long[size.activities];
    for (int holder = 0; holder < size.activities; holder++) {
      arrived[holder] = arrivals.nanosOf(house.token(holder));
    }
    return PipelineResult.Phase.of(published, arrived);
  }

  private void awaitAll(Arrivals arrivals) {
    int seen = 0;
    long lastProgress = System.nanoTime();
    while (arrivals.count() < size.activities) {
      if (arrivals.count() > seen) {
        seen = arrivals.count();
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > IDLE_LIMIT.toNanos()) {
        throw new VoidResultException(
            "Only %,d of %,d activities got their newest state".formatted(seen, size.activities));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String conditions() {
    return "2 dispatchers, %d processors for all parts, JDK %s, fsync and synchronous_commit on"
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version());
  }
}
