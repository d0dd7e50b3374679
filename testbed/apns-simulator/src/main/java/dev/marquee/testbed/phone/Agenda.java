package dev.marquee.testbed.phone;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** What phones have to do later, by business time. Safe for use by any thread. */
final class Agenda {
  private final Queue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::number));
  private long number;

  synchronized void add(Instant due, Runnable action) {
    entries.add(new Entry(due, number++, action));
  }

  /** Does what is due, in order, on the calling thread. */
  void runDue(Instant now) {
    takeDue(now).forEach(entry -> entry.action().run());
  }

  private synchronized List<Entry> takeDue(Instant now) {
    List<Entry> due = new ArrayList<>();
    for (Entry next = entries.peek();
        next != null && !next.due().isAfter(now);
        next = entries.peek()) {
      due.add(next);
      entries.remove();
    }
    return due;
  }

  private record Entry(Instant due, long number, Runnable action) {}
}
