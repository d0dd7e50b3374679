package dev.marquee.testbed.apns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The requests that a simulator received, newest last, as many as its limits hold; the oldest go
 * first. Written by the event loops, read by any thread. What a reader gets is a copy: requests
 * that arrive meanwhile are not in it.
 */
public final class PushLog {
  private final int capacity;
  private final long byteLimit;
  private final List<Consumer<ReceivedPush>> listeners = new CopyOnWriteArrayList<>();
  private final Deque<ReceivedPush> kept = new ArrayDeque<>();
  private long keptBytes;
  private long total;

  /**
   * An empty log.
   *
   * @param capacity how many requests it keeps at most
   * @param byteLimit how much memory they may take together, by {@link PushRequest#footprint}
   */
  PushLog(int capacity, long byteLimit) {
    if (capacity < 1) {
      throw new IllegalArgumentException("The log keeps at least one push, not " + capacity);
    }
    this.capacity = capacity;
    this.byteLimit = byteLimit;
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
  public synchronized long total() {
    return total;
  }

  /** Everything still kept, in the order of arrival. */
  public synchronized List<ReceivedPush> all() {
    return List.copyOf(kept);
  }

  /** What is still kept and matches, in the order of arrival. */
  public List<ReceivedPush> matching(Predicate<ReceivedPush> predicate) {
    List<ReceivedPush> found = new ArrayList<>(all());
    found.removeIf(predicate.negate());
    return List.copyOf(found);
  }

  /** What was sent to one token, in the order of arrival. */
  public List<ReceivedPush> toToken(String token) {
    return matching(push -> push.request().token().equalsIgnoreCase(token));
  }

  void add(PushRequest request, String apnsId, PushAnswer answer) {
    ReceivedPush push = keep(request, apnsId, answer);
    for (Consumer<ReceivedPush> listener : listeners) {
      listener.accept(push);
    }
  }

  private synchronized ReceivedPush keep(PushRequest request, String apnsId, PushAnswer answer) {
    ReceivedPush push = new ReceivedPush(total, request, apnsId, answer);
    total++;
    kept.addLast(push);
    keptBytes += request.footprint();
    while (kept.size() > capacity || (keptBytes > byteLimit && kept.size() > 1)) {
      keptBytes -= kept.removeFirst().request().footprint();
    }
    return push;
  }
}
