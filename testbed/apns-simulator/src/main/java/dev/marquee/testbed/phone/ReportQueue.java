package dev.marquee.testbed.phone;

import dev.marquee.testbed.phone.AppBackend.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one install on their way to its backend: in order, one at a time, each repeated
 * with a growing pause until it is answered. Only what the backend refuses for good is given up,
 * and remembered. Safe for use by any thread.
 */
final class ReportQueue {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final AppBackend backend;
  private final Executor executor;
  private final SplittableRandom jitter;
  private final ReportSpoiler spoiler;
  private final Queue<AppReport> waiting = new ArrayDeque<>(1);
  private final List<String> refusals = new ArrayList<>(0);
  private boolean delivering;
  private boolean online = true;
  private @Nullable String deviceCredential;

  ReportQueue(AppBackend backend, Executor executor, long seed) {
    this.backend = backend;
    this.executor = executor;
    this.jitter = new SplittableRandom(seed);
    this.spoiler = new ReportSpoiler(jitter.split());
  }

  synchronized void add(AppReport report) {
    waiting.addAll(spoiler.spoil(report));
    deliverIfIdle();
  }

  /** How badly the reports that are added from now on are treated. */
  synchronized void habits(Set<BadHabit> habits) {
    spoiler.habits(habits);
  }

  /** An offline phone delivers nothing and forgets nothing. */
  synchronized void online(boolean online) {
    this.online = online;
    deliverIfIdle();
  }

  /** Drops what is not delivered, as an uninstall does. */
  synchronized void clear() {
    waiting.clear();
  }

  synchronized int pending() {
    return waiting.size();
  }

  /** What the backend refused for good, in words. */
  synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  private void deliverIfIdle() {
    if (online && !delivering && !waiting.isEmpty()) {
      delivering = true;
      executor.execute(this::deliverAll);
    }
  }

  private void deliverAll() {
    Duration pause = FIRST_PAUSE;
    try {
      for (AppReport report = next(); report != null; report = next()) {
        if (settled(report)) {
          pause = FIRST_PAUSE;
        } else {
          Thread.sleep(pause.plusMillis(jitter.nextLong(pause.toMillis())));
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                  ? LONGEST_PAUSE
                  : pause.multipliedBy(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable AppReport next() {
    AppReport report = online && !Thread.currentThread().isInterrupted() ? waiting.peek() : null;
    delivering = report != null;
    return report;
  }

  private boolean settled(AppReport report) throws InterruptedException {
    try {
      return settled(report, backend.deliver(report, deviceCredential));
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized boolean settled(AppReport report, Answer answer) {
    switch (answer) {
      case Answer.Accepted accepted -> {
        if (accepted.deviceCredential() != null) {
          deviceCredential = accepted.deviceCredential();
        }
      }
      case Answer.Refused refused -> {
        if (refused.isTemporary()) {
          return false;
        }
        if (refused.isAboutTheLogin() && deviceCredential != null) {
          deviceCredential = null; // Falls back on the user's own login.
          return false;
        }
        refusals.add(report + " refused with " + refused.status() + ": " + refused.problem());
      }
    }
    waiting.remove(report); // Not there any more if the queue was cleared meanwhile.
    return true;
  }
}
