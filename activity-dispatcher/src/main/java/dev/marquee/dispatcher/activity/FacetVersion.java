package dev.marquee.dispatcher.activity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.booking.EventContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * How new a fact is: the time of the event that said it, then its CloudEvents {@code sequence},
 * then its id, all held in one key whose order is the order of its UTF-8 bytes. The database
 * compares the same keys with {@code collate "C"}, so that a batch merged in memory and a batch
 * merged by an upsert end in the same facts.
 *
 * @param key for example {@code 2026-12-04T18:30:00.000000Z}, the sequence, and the id, each after
 *     a separator that sorts below every printable character
 */
public record FacetVersion(String key) implements Comparable<FacetVersion> {
  private static final char SEPARATOR = '\u0001';
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The version of every fact of one event. */
  public static FacetVersion of(EventContext context) {
    String sequence = context.sequence() == null ? "" : context.sequence();
    return new FacetVersion(
        TIME.format(context.time()) + SEPARATOR + sequence + SEPARATOR + context.id());
  }

  /** The time of the event, in business time. */
  public Instant time() {
    return Instant.parse(key.substring(0, key.indexOf(SEPARATOR)));
  }

  /** Id of the event. */
  public String eventId() {
    int afterTime = key.indexOf(SEPARATOR) + 1;
    return key.substring(key.indexOf(SEPARATOR, afterTime) + 1);
  }

  @Override
  public int compareTo(FacetVersion other) {
    return Arrays.compareUnsigned(key.getBytes(UTF_8), other.key.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return key.replace(SEPARATOR, '/');
  }
}
