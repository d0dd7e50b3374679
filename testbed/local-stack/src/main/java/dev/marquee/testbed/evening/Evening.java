package dev.marquee.testbed.evening;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;

/**
 * One evening as data. All of its times are offsets from an anchor, so that it can be played on any
 * day.
 *
 * @param script in order of time
 */
public record Evening(List<Show> shows, List<Person> people, List<ScriptLine> script) {

  /** The anchor of the evening as it was written: 19:00 in Berlin on 4 December 2026. */
  public static final Instant ANCHOR = Instant.parse("2026-12-04T18:00:00Z");

  /**
   * When the curtain of the whole evening rises: every booking that was made before it is already
   * confirmed, and no card is due yet.
   */
  public static final Duration OPENING = Duration.ofHours(-5);

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  public Evening {
    shows = List.copyOf(shows);
    people = List.copyOf(people);
    script = script.stream().sorted(Comparator.comparing(ScriptLine::at)).toList();
  }

  /**
   * The anchor to play by when business time is {@code now}: {@link #ANCHOR}, or 19:00 in Berlin of
   * the next evening whose opening still lies ahead.
   */
  static Instant anchorAfter(Instant now) {
    Instant earliest = now.minus(OPENING);
    if (!ANCHOR.isBefore(earliest)) {
      return ANCHOR;
    }
    ZonedDateTime anchor = earliest.atZone(BERLIN).with(ANCHOR.atZone(BERLIN).toLocalTime());
    return (anchor.toInstant().isBefore(earliest) ? anchor.plusDays(1) : anchor).toInstant();
  }
}
