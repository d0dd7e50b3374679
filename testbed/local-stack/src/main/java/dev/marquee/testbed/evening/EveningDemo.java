package dev.marquee.testbed.evening;

import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code ./marquee demo --evening}: plays an evening on a stack, and says how it went. */
public final class EveningDemo {

  private static final int DIFFERENCES_SHOWN = 10;
  private static final int DEAD_LETTER_LOOKS = 40;

  private EveningDemo() {}

  /**
   * What the dispatchers of the stack must be told, so that nobody waits for long-dead replicas:
   * short leases and Kafka sessions.
   */
  public static Map<String, String> dispatcherSettings() {
    String kafka = "mp.messaging.connector.smallrye-kafka.";
    return Map.of(
        "marquee.delivery.lease-duration",
        DispatcherFaults.LEASE.toString(),
        "marquee.apns.request-timeout",
        DispatcherFaults.REQUEST_TIMEOUT.toString(),
        kafka + "session.timeout.ms",
        "6000",
        kafka + "heartbeat.interval.ms",
        "1000");
  }

  /** Plays the evening and compares what every phone received with what it had to receive. */
  public static EveningReport play(LocalStack stack, Evening evening, Terminal terminal) {
    long began = System.nanoTime();
    Instant anchor = Evening.anchorAfter(stack.clock().now());
    Map<CardId, List<ExpectedPush>> expected = EveningOracle.expect(evening, anchor);
    CardWatches watches = new CardWatches(expected);
    EveningNarrator narrator =
        new EveningNarrator(terminal, expected.values().stream().mapToInt(List::size).sum());
    EveningPhones phones = new EveningPhones(stack.phones(), watches);
    try (Upstream upstream = stack.newUpstream();
        StackRest rest = new StackRest(stack)) {
      Patience patience = new Patience(stack.clock(), phones, watches, rest, narrator);
      stack.clock().advanceTo(anchor.plus(Evening.OPENING));
      phones.install(evening.people());
      patience.awaitApps();
      narrator.note("%,d phones are signed in".formatted(phones.count()));
      new EveningPlayer(
              stack,
              phones,
              watches,
              new EventRecords(evening.shows(), anchor),
              upstream,
              patience,
              narrator)
          .play(EveningSteps.of(evening, anchor, expected.values()));
      int unreadable = unreadable(evening);
      EveningReport report =
          EveningReport.of(
              watches.all(), deadLetters(stack, unreadable), unreadable, phones.problems());
      tell(report, Duration.ofNanos(System.nanoTime() - began), terminal);
      return report;
    }
  }

  private static int unreadable(Evening evening) {
    return (int) evening.script().stream().filter(ScriptLine.Unreadable.class::isInstance).count();
  }

  private static int deadLetters(LocalStack stack, int awaited) {
    try (TopicReader reader = stack.newReader(Topics.BOOKING_EVENTS_DLQ)) {
      int found = 0;
      for (int look = 0; look < DEAD_LETTER_LOOKS && found < awaited; look++) {
        found = reader.messages().size();
      }
      return reader.messages().size();
    }
  }

  private static void tell(EveningReport report, Duration took, Terminal terminal) {
    terminal.line();
    report.problems().stream()
        .limit(DIFFERENCES_SHOWN)
        .forEach(problem -> terminal.line("  " + problem));
    report.differing().stream().limit(DIFFERENCES_SHOWN).forEach(terminal::line);
    if (report.differing().size() > DIFFERENCES_SHOWN) {
      terminal.line("  … and %d more".formatted(report.differing().size() - DIFFERENCES_SHOWN));
    }
    terminal.line(
        terminal.styled(report.passed() ? Style.GOOD : Style.BAD, report.summary())
            + " (%d s)".formatted(took.toSeconds()));
  }
}
