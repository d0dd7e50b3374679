package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsConfig;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A delivery worker over a database and a client of the test's own. */
public final class TestDelivery implements AutoCloseable {
  /** Held, so that its level stays: what tests break on purpose needs no report. */
  private static final Logger SILENCED = Logger.getLogger(DeliveryWorker.class.getName());

  static {
    SILENCED.setLevel(Level.OFF);
  }

  private final DeliveryWorker worker;
  private final BusinessClock clock;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private boolean started;

  /**
   * Builds it, at one instant; it claims nothing before {@link #start}.
   *
   * @param settings what differs from the defaults, without {@code marquee.delivery.}
   */
  public TestDelivery(
      ActivityDatabase database, ApnsClient apns, Instant now, Map<String, String> settings) {
    this(
        database,
        apns,
        BusinessClock.over(Clock.fixed(now, ZoneOffset.UTC)),
        settings.entrySet().stream()
            .collect(
                Collectors.toMap(one -> "marquee.delivery." + one.getKey(), Map.Entry::getValue)));
  }

  /**
   * Builds it, with a clock that others may have too; it claims nothing before {@link #start}.
   *
   * @param properties what differs from the defaults, by its whole name
   */
  TestDelivery(
      ActivityDatabase database,
      ApnsClient apns,
      BusinessClock clock,
      Map<String, String> properties) {
    DeliveryConfig delivery = Settings.of(DeliveryConfig.class, properties);
    this.clock = clock;
    StartGate gate = new StartGate();
    gate.open();
    this.worker =
        new DeliveryWorker(
            new DueStore(database.transactions(), delivery),
            new SettleQueue(
                new SettleStore(database.transactions()), clock, database.outboxRelay(), delivery),
            new ClaimPolicy(new ActivityTypes(Optional::empty), gate, delivery),
            apns,
            Settings.of(ApnsConfig.class, properties),
            clock,
            delivery,
            metrics);
  }

  public DeliveryWorker worker() {
    return worker;
  }

  public BusinessClock clock() {
    return clock;
  }

  public MeterRegistry metrics() {
    return metrics;
  }

  /** Claims and settles from now on. */
  public void start() {
    started = true;
    worker.onStart(new StartupEvent());
  }

  @Override
  public void close() {
    if (!started) {
      return;
    }
    try {
      worker.onShutdown(new ShutdownEvent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
