package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsConfig;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A delivery worker over a database and a client of the test's own, at one instant. */
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
   * Builds it; it claims nothing before {@link #start}.
   *
   * @param settings what differs from the defaults, without {@code marquee.delivery.}
   */
  public TestDelivery(
      ActivityDatabase database, ApnsClient apns, Instant now, Map<String, String> settings) {
    Map<String, String> properties = new HashMap<>();
    settings.forEach((name, value) -> properties.put("marquee.delivery." + name, value));
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DeliveryConfig.class)
            .withMapping(ApnsConfig.class)
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    DeliveryConfig delivery = config.getConfigMapping(DeliveryConfig.class);
    this.clock = BusinessClock.over(Clock.fixed(now, ZoneOffset.UTC));
    StartGate gate = new StartGate();
    gate.open();
    this.worker =
        new DeliveryWorker(
            new DueStore(database.transactions(), delivery),
            new SettleQueue(
                new SettleStore(database.transactions()), clock, database.outboxRelay(), delivery),
            new ActivityTypes(Optional::empty),
            apns,
            config.getConfigMapping(ApnsConfig.class),
            gate,
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
