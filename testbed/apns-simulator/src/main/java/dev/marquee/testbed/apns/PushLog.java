package dev.marquee.testbed.apns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a simulator received, newest last, as many as its capacity holds; the oldest go
 * first. Written without a lock by the event loops, read by any thread. What a reader gets is a
 * copy: requests that arrive meanwhile are not in it.
 */
public final class PushLog {
  private final AtomicReferenceArray<@Nullable ReceivedPush> slots;
  private final AtomicLong next = new AtomicLong();
  private final List<Consumer<ReceivedPush>> listeners = new CopyOnWriteArrayList<>();

  PushLog(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("The log keeps at least one push, not " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
  }

  /**
   * Calls the listener for each later request, on the event loop: it must be quick, must not block
   * and must not throw.
   */
  public void addListener(Consumer<ReceivedPush> listener) {
    listeners.add(listener);
  }

  public void removeListener(Consumer<ReceivedPush> listener) {
    listeners.remove(listener);
  }

  /** How many requests came in since the simulator was started, including those no longer kept. */
  public long total() {
    return next.get();
  }

  /** Everything still kept, in the order of arrival. */
  public List<ReceivedPush> all() {
    return matching(push -> true);
  }

  /** What is still kept and matches, in the order of arrival. */
  public List<ReceivedPush> matching(Predicate<ReceivedPush> predicate) {
    long end = next.get();
    List<ReceivedPush> found = new ArrayList<>();
    for (long number = Math.max(0, end - slots.length()); number < end; number++) {
      ReceivedPush push = slots.get(slot(number));
      if (push != null && push.number() == number && predicate.test(push)) {
        found.add(push);
      }
    }
    return List.copyOf(found);
  }

  /** What was sent to one token, in the order of arrival. */
  public List<ReceivedPush> toToken(String token) {
    return matching(push -> push.request().token().equalsIgnoreCase(token));
  }

  void add(PushRequest request, String apnsId, PushAnswer answer) {
    long number = next.getAndIncrement();
    ReceivedPush push = new ReceivedPush(number, request, apnsId, answer);
    slots.set(slot(number), push);
    for (Consumer<ReceivedPush> listener : listeners) {
      listener.accept(push);
    }
  }

  private int slot(long number) {
    return (int) (number % slots.length());
  }
}
