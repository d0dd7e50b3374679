package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.CardWatch.Judged;
import dev.marquee.testbed.evening.ExpectedPush.Alert;
import dev.marquee.testbed.evening.ExpectedPush.Dismissal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an evening went.
 *
 * @param cards that had to get anything, or did
 * @param pushes that phones received
 * @param repeats of pushes whose answers the harmed dispatchers cannot have heard
 * @param echoes older pushes that a stopped dispatcher let go when it went on; phones ignored them
 * @param secondCards starts of a card that had been started
 * @param lostNewestStates cards whose last push was not the last one that had to come
 * @param deadLetters records that were put aside, and {@code unreadable} how many had to be
 * @param problems of phones and their apps on the way, in words
 * @param differing cards whose list of pushes is not what it had to be, in words
 */
public record EveningReport(
    int cards,
    int pushes,
    int repeats,
    int echoes,
    int secondCards,
    int lostNewestStates,
    int deadLetters,
    int unreadable,
    List<String> problems,
    List<String> differing) {

  /** More than one process can have handed to its sockets when it is stopped. */
  private static final int ECHO_LIMIT = 64;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  public EveningReport {
    problems = List.copyOf(problems);
    differing = List.copyOf(differing);
  }

  static EveningReport of(
      Collection<CardWatch> cards, int deadLetters, int unreadable, List<String> problems) {
    return new EveningReport(
        cards.size(),
        cards.stream().mapToInt(card -> card.seen().size()).sum(),
        cards.stream().mapToInt(CardWatch::repeats).sum(),
        cards.stream().mapToInt(CardWatch::echoes).sum(),
        cards.stream().mapToInt(CardWatch::secondCards).sum(),
        (int) cards.stream().filter(CardWatch::lostNewestState).count(),
        deadLetters,
        unreadable,
        problems,
        cards.stream()
            .filter(card -> !card.isTrue())
            .sorted(Comparator.comparing(card -> card.card().toString()))
            .map(EveningReport::difference)
            .toList());
  }

  /** Whether every phone got what it had to, and nothing else. */
  public boolean passed() {
    return differing.isEmpty()
        && problems.isEmpty()
        && echoes <= ECHO_LIMIT
        && secondCards == 0
        && lostNewestStates == 0
        && deadLetters == unreadable;
  }

  /** One line for the terminal. */
  public String summary() {
    return ("%,d cards, %,d pushes: %d repeated and %d late where a dispatcher was harmed, "
            + "%d second cards, %d lost newest states, %d cards differ; "
            + "%d of %d unreadable records put aside")
        .formatted(
            cards,
            pushes,
            repeats,
            echoes,
            secondCards,
            lostNewestStates,
            differing.size(),
            deadLetters,
            unreadable);
  }

  private static String difference(CardWatch card) {
    StringBuilder text = new StringBuilder(card.card() + " (times in UTC)");
    for (Judged seen : card.seen()) {
      String how =
          switch (seen.verdict()) {
            case EXPECTED -> "as expected";
            case REPEAT -> "repeated   ";
            case ECHO -> "late echo  ";
            case STRAY -> "STRAY      ";
          };
      SeenPush push = seen.push();
      text.append("%n  %s  %s".formatted(how, line(push)));
    }
    for (ExpectedPush push : card.missing()) {
      text.append("%n  MISSING      %s".formatted(line(push)));
    }
    return text.toString();
  }

  private static String line(SeenPush push) {
    return describe(push.timestamp(), push.kind(), push.alert(), push.contentState())
        + dismissal(push.dismissal())
        + (push.shown() ? "" : ", " + push.reaction());
  }

  private static String line(ExpectedPush push) {
    return describe(push.from(), push.kind(), push.alert(), push.contentState())
        + switch (push.dismissal()) {
          case null -> "";
          case Dismissal.AtOnce() -> ", gone at once";
          case Dismissal.At(Instant time) -> dismissal(time);
        };
  }

  private static String describe(
      Instant at, ExpectedPush.Kind kind, @Nullable Alert alert, Map<String, Object> state) {
    Map<String, Object> facts = new TreeMap<>(state);
    facts.remove("title");
    facts.remove("venue");
    return "%s %-6s %s %s"
        .formatted(
            CLOCK.format(at),
            kind.name().toLowerCase(Locale.ROOT),
            alert == null ? "(silent)" : "\"" + alert.body() + "\"",
            facts);
  }

  private static String dismissal(@Nullable Instant time) {
    return time == null ? "" : ", gone at " + CLOCK.format(time);
  }
}
