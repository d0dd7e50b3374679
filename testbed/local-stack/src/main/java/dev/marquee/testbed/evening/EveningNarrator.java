package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.ScriptLine.Fault;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Tells at the terminal how the evening goes: a line every half hour of it, and what is unusual.
 */
final class EveningNarrator {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration BEAT = Duration.ofMinutes(30);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(BERLIN);
  private static final int EXAMPLES = 3;

  private final Terminal terminal;
  private final int expectedPushes;
  private final long beganNanos = System.nanoTime();
  private Instant nextBeat = Instant.MIN;

  EveningNarrator(Terminal terminal, int expectedPushes) {
    this.terminal = terminal;
    this.expectedPushes = expectedPushes;
  }

  void note(String sentence) {
    terminal.line("  " + sentence);
  }

  void reached(Instant now, int received) {
    if (now.isBefore(nextBeat)) {
      return;
    }
    nextBeat = now.plus(BEAT);
    line(now, "%,6d of %,d pushes".formatted(received, expectedPushes));
  }

  void harms(Instant now, Fault fault) {
    String what =
        switch (fault.fault()) {
          case KILLED_IN_FLIGHT -> "a burst; dispatcher %d is killed with pushes in flight";
          case RESTARTED -> "dispatcher %d is started again";
          case STOPPED_IN_FLIGHT -> "a burst; dispatcher %d is stopped with pushes in flight";
          case CONTINUED_PAST_LEASE -> "dispatcher %d goes on, its leases long over";
        };
    line(now, terminal.styled(Style.EVENT, what.formatted(fault.dispatcher())));
  }

  void waitedInVain(Instant now, List<CardWatch> late) {
    String cards =
        String.join(
            "; ", late.stream().limit(EXAMPLES).map(watch -> watch.card().toString()).toList());
    line(
        now,
        terminal.styled(
            Style.BAD,
            late.isEmpty()
                ? "the services do not come to rest"
                : "waited in vain for %d cards: %s".formatted(late.size(), cards)));
  }

  private void line(Instant now, String text) {
    Duration played = Duration.ofNanos(System.nanoTime() - beganNanos);
    terminal.line(
        "  %s %s"
            .formatted(
                terminal.styled(
                    Style.FAINT, "%s %3d s ".formatted(CLOCK.format(now), played.toSeconds())),
                text));
  }
}
