package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.delivery.Forecast.PlannedStarts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * The starts of the next 24 hours as gauges, by how far their tokens can be trusted: a morning on
 * which half of the evening's tokens are suspect is worth an alarm. One virtual thread.
 */
@ApplicationScoped
class ForecastGauges {
  private static final String STARTS = "marquee.forecast.starts";
  private static final Duration HORIZON = Duration.ofHours(24);
  private static final Logger LOG = Logger.getLogger(ForecastGauges.class);

  private final ForecastStore store;
  private final Duration interval;
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private volatile PlannedStarts starts = PlannedStarts.NONE;

  ForecastGauges(ForecastStore store, ForecastConfig config, MeterRegistry metrics) {
    this.store = store;
    this.interval = config.refreshInterval();
    gauge(metrics, "usable", PlannedStarts::usable);
    gauge(metrics, "missing", PlannedStarts::missingToken);
    gauge(metrics, "old", PlannedStarts::oldToken);
    gauge(metrics, "unheard", PlannedStarts::unheardToken);
    gauge(metrics, "off", PlannedStarts::switchedOff);
  }

  private void gauge(MeterRegistry metrics, String token, ToDoubleFunction<PlannedStarts> value) {
    Gauge.builder(STARTS, this, gauges -> value.applyAsDouble(gauges.starts))
        .description("Starts of the next 24 hours, by what is known of their start tokens")
        .tag("token", token)
        .register(metrics);
  }

  void onStart(@Observes StartupEvent event) {
    Thread.ofVirtual().name("forecast").start(this::run);
  }

  void onShutdown(@Observes ShutdownEvent event) {
    shutdown.countDown();
  }

  private void run() {
    try {
      do {
        count();
      } while (!shutdown.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count() {
    try {
      starts = store.ahead(HORIZON).starts();
    } catch (RuntimeException e) {
      LOG.warnf("the gauges of the forecast keep their last values: %s", e.getMessage());
    }
  }
}
