package dev.marquee.testbed.evening;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches all cards of an evening. Thread-safe. */
final class CardWatches {

  private final Map<CardId, CardWatch> watches = new ConcurrentHashMap<>();
  private final AtomicInteger received = new AtomicInteger();

  /** While set, a push may be the one before once more. */
  private volatile boolean answersMayBeLost;

  CardWatches(Map<CardId, List<ExpectedPush>> expected) {
    expected.forEach((card, pushes) -> watches.put(card, watch(card, pushes)));
  }

  void answersMayBeLost(boolean lost) {
    answersMayBeLost = lost;
  }

  void receive(CardId card, SeenPush push) {
    watches.computeIfAbsent(card, unexpected -> watch(unexpected, List.of())).receive(push);
    received.incrementAndGet();
  }

  /** How many pushes all phones have received. */
  int received() {
    return received.get();
  }

  /** The cards that still wait for something that was due by {@code now}. */
  List<CardWatch> late(Instant now) {
    return watches.values().stream().filter(watch -> !watch.isUpToDate(now)).toList();
  }

  Collection<CardWatch> all() {
    return watches.values();
  }

  private CardWatch watch(CardId card, List<ExpectedPush> expected) {
    return new CardWatch(card, expected, () -> answersMayBeLost);
  }
}
