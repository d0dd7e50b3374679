package dev.marquee.testbed.evening;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out moments so that no card has to change twice at once: what concerns a whole show happens
 * on the full five minutes, what concerns one booking or card two minutes later, each subject has a
 * moment for itself, and nothing else happens while the dispatchers are being harmed.
 */
final class Timetable {

  static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration PERSONAL = Duration.ofMinutes(2);

  /** From here to {@link #QUIET_UNTIL} only the faults and their bursts happen. */
  static final Duration QUIET_FROM = Duration.ofMinutes(-35);

  static final Duration QUIET_UNTIL = Duration.ofMinutes(-5);

  private record Taken(String subject, Duration at) {}

  private final RandomGenerator random;
  private final Set<Taken> taken = new HashSet<>();

  Timetable(RandomGenerator random) {
    this.random = random;
  }

  /** A random free moment for a whole show. */
  Duration forShow(Show show, Duration from, Duration to) {
    return any(show.id(), free(show.id(), from, to, Duration.ZERO));
  }

  /** The free moment for a whole show that is next to the one wished for. */
  Duration forShowNear(Show show, Duration wish) {
    Duration margin = Duration.ofMinutes(40);
    Duration nearest =
        free(show.id(), wish.minus(margin), wish.plus(margin), Duration.ZERO).stream()
            .min(Comparator.comparing(at -> at.minus(wish).abs()))
            .orElseThrow();
    taken.add(new Taken(show.id(), nearest));
    return nearest;
  }

  /** A random free moment for one booking or its cards. */
  Duration forBooking(String booking, Duration from, Duration to) {
    return any(booking, free(booking, from, to, PERSONAL));
  }

  /** A moment that the author of the script insists on. */
  Duration exactly(Show show, Duration at) {
    if (isQuiet(at) || !taken.add(new Taken(show.id(), at))) {
      throw new IllegalStateException("show " + show.id() + " cannot change at " + at);
    }
    return at;
  }

  private Duration any(String subject, List<Duration> moments) {
    if (moments.isEmpty()) {
      throw new IllegalStateException("no moment left for " + subject);
    }
    Duration at = moments.get(random.nextInt(moments.size()));
    taken.add(new Taken(subject, at));
    return at;
  }

  private List<Duration> free(String subject, Duration from, Duration to, Duration beat) {
    List<Duration> moments = new ArrayList<>();
    Duration first = Evening.OPENING.plus(beat);
    for (Duration at = first; at.compareTo(to) <= 0; at = at.plus(STEP)) {
      if (at.compareTo(from) >= 0 && !isQuiet(at) && !taken.contains(new Taken(subject, at))) {
        moments.add(at);
      }
    }
    return moments;
  }

  static boolean isQuiet(Duration at) {
    return at.compareTo(QUIET_FROM) >= 0 && at.compareTo(QUIET_UNTIL) <= 0;
  }
}
