package dev.marquee.testbed.phone;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What bad habits make of an app's reports. Not thread-safe; the queue that uses it guards it. */
final class ReportSpoiler {
  private final RandomGenerator random;
  private final Set<BadHabit> habits = EnumSet.noneOf(BadHabit.class);
  private @Nullable AppReport heldBack;

  ReportSpoiler(RandomGenerator random) {
    this.random = random;
  }

  void habits(Set<BadHabit> newHabits) {
    habits.clear();
    habits.addAll(newHabits);
  }

  /** What is sent in place of a report, in this order. */
  List<AppReport> spoil(AppReport report) {
    if (habits.contains(BadHabit.LOSES) && random.nextBoolean()) {
      return List.of();
    }
    List<AppReport> sent = new ArrayList<>(1);
    if (heldBack == null && habits.contains(BadHabit.SWAPS)) {
      heldBack = report;
    } else {
      send(report, sent);
      if (heldBack != null) {
        send(heldBack, sent);
        heldBack = null;
      }
    }
    return sent;
  }

  private void send(AppReport report, List<AppReport> sent) {
    AppReport told =
        habits.contains(BadHabit.SENDS_NULL_TOKENS) ? new AppReport.WithoutTokens(report) : report;
    sent.add(told);
    if (habits.contains(BadHabit.REPEATS)) {
      sent.add(told);
    }
  }
}
