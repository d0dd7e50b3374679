package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.delivery.LaneChange.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Raises the alarm about closed lanes: a gauge by cause, and one line in the log of every replica
 * when a lane closes and when it opens, whichever replica closed it. Not thread-safe.
 */
@ApplicationScoped
public class LaneWatch {
  /** How many lanes are closed, by cause. */
  static final String CLOSED_LANES = "marquee.delivery.closed.lanes";

  private static final Logger LOG = Logger.getLogger(LaneWatch.class);

  private final Transactions transactions;
  private final Map<Cause, AtomicInteger> gauges = new EnumMap<>(Cause.class);
  private Map<String, Lane> closed = Map.of();

  LaneWatch(Transactions transactions, MeterRegistry metrics) {
    this.transactions = transactions;
    for (Cause cause : Cause.values()) {
      gauges.put(
          cause,
          metrics.gauge(CLOSED_LANES, Tags.of("cause", WireNames.of(cause)), new AtomicInteger()));
    }
  }

  /** All lanes, by app and environment. Worker or virtual threads. */
  public List<Lane> lanes() {
    return transactions.run(LaneStore::list);
  }

  /** Looks once; to be called now and then by one thread. */
  void look() {
    Map<String, Lane> now = new HashMap<>();
    for (Lane lane : lanes()) {
      if (lane.closedUntil() != null) {
        now.put(lane.app() + "/" + lane.environment(), lane);
      }
    }
    now.forEach((name, lane) -> {
      Lane before = closed.get(name);
      if (before == null || !Objects.equals(before.cause(), lane.cause())) {
        LOG.errorf(
            "lane %s is closed until %s, nothing of it is sent: %s",
            name, lane.closedUntil(), lane.reason());
      }
    });
    closed.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> LOG.infof("lane %s is open again", name));
    closed = now;
    gauges.forEach((cause, gauge) ->
        gauge.set(
            (int)
                now.values().stream()
                    .filter(lane -> WireNames.of(cause).equals(lane.cause()))
                    .count()));
  }
}
