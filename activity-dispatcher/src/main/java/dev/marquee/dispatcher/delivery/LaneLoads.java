package dev.marquee.dispatcher.delivery;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.marquee.dispatcher.apns.ApnsLane;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The lanes that this replica has sent to. Any thread. */
final class LaneLoads {
  private final Map<ApnsLane, LaneLoad> loads = new ConcurrentHashMap<>();
  private final LaneBreaker.Limits limits;
  private final int fullAt;
  private final RandomGenerator random;

  /**
   * @param random must be safe for use by several threads
   */
  LaneLoads(DeliveryConfig config, RandomGenerator random) {
    DeliveryConfig.Breaker breaker = config.breaker();
    this.limits =
        new LaneBreaker.Limits(
            breaker.failures(), breaker.share(), breaker.window(), breaker.rest());
    this.fullAt = Math.max(1, config.laneInFlightLimit() - config.batchSize());
    this.random = random;
  }

  LaneLoad of(ApnsLane lane) {
    return loads.computeIfAbsent(lane, _ -> new LaneLoad(new LaneBreaker(limits, random)));
  }

  /**
   * The names of lanes of which another batch could be more than they may have on their way, so
   * that nothing more of them is claimed.
   */
  Set<String> full() {
    return loads.entrySet().stream()
        .filter(lane -> lane.getValue().onTheWay() >= fullAt)
        .map(lane -> LaneStore.nameOf(lane.getKey()))
        .collect(toUnmodifiableSet());
  }
}
