package dev.marquee.testbed.phone;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the apps of one iPhone share: its network and its Lock Screen. Safe for use by any thread;
 * it takes the lock of one app at a time.
 */
final class Handset {
  private final List<VirtualPhone> apps = new CopyOnWriteArrayList<>();
  private volatile boolean offline;

  void add(VirtualPhone app) {
    apps.add(app);
  }

  boolean isOffline() {
    return offline;
  }

  void goOffline() {
    offline = true;
    apps.forEach(VirtualPhone::networkIsLost);
  }

  void goOnline() {
    offline = false;
    apps.forEach(VirtualPhone::networkIsBack);
  }

  /** The cards of all apps on the Lock Screen, the most relevant first, then the oldest. */
  List<Card> lockScreen() {
    return apps.stream()
        .flatMap(app -> app.allCards().stream())
        .filter(Card::onLockScreen)
        .sorted(
            Comparator.comparingDouble(Card::relevanceScore)
                .reversed()
                .thenComparing(Card::startedAt))
        .toList();
  }
}
