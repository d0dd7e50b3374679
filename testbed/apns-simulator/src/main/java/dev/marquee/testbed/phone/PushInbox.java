package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.PushRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pushes of one app on one iPhone: those that reached it, and the one that APNs keeps while the
 * iPhone cannot be reached. Guarded by the lock of its phone.
 */
final class PushInbox {
  /** How many pushes a phone remembers. */
  static final int LIMIT = 1_000;

  private final Deque<PhonePush> arrived = new ArrayDeque<>(1);
  private final OfflineStore waiting = new OfflineStore();

  /** The newest pushes that reached the phone, oldest first. */
  List<PhonePush> arrived() {
    return List.copyOf(arrived);
  }

  /** Lets a push have its effect. */
  PhonePush deliver(PushRequest push, Delivery delivery, Instant now) {
    PhonePush delivered = delivery.deliver(push, now);
    arrived.addLast(delivered);
    if (arrived.size() > LIMIT) {
      arrived.removeFirst();
    }
    return delivered;
  }

  /** Leaves a push with APNs. */
  void store(PushRequest push, Delivery delivery) {
    waiting.put(push, delivery);
  }

  /** Lets the push that waited have its effect, if there is one that still has one. */
  @Nullable PhonePush deliverStored(Instant now) {
    OfflineStore.Stored stored = waiting.take(now);
    return stored == null ? null : deliver(stored.push(), stored.delivery(), now);
  }

  /** Drops what waits, because the app is gone that it was for. */
  void dropStored() {
    waiting.drop();
  }
}
