package dev.marquee.testbed.replay;

import dev.marquee.testbed.replay.TopicScan.Range;
import java.util.NavigableMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A set of offsets of one partition, kept as ranges: neighbours cost nothing. Its text, such as
 * {@code 0-41,44}, is what a note on a dead-letter topic says. Not thread-safe.
 */
final class Offsets {

  /** First to last offset of each range; no two touch. */
  private final NavigableMap<Long, Long> ranges = new TreeMap<>();

  /**
   * Reads the text of a note.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Offsets parse(String text) {
    Offsets offsets = new Offsets();
    for (String range : text.split(",", -1)) {
      if (!range.matches("\\d{1,18}(-\\d{1,18})?")) {
        throw new IllegalArgumentException("expected offsets such as 0-41,44, found " + range);
      }
      int dash = range.indexOf('-');
      long first = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
      offsets.add(first, dash < 0 ? first : Long.parseLong(range.substring(dash + 1)));
    }
    return offsets;
  }

  void add(long offset) {
    add(offset, offset);
  }

  void addAll(Offsets others) {
    others.ranges.forEach(this::add);
  }

  private void add(long first, long last) {
    long from = first;
    long to = last;
    for (var near = ranges.floorEntry(to + 1);
        near != null && near.getValue() + 1 >= from;
        near = ranges.floorEntry(to + 1)) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      ranges.remove(near.getKey());
    }
    ranges.put(from, to);
  }

  boolean contains(long offset) {
    var range = ranges.floorEntry(offset);
    return range != null && range.getValue() >= offset;
  }

  /** From the first to the last; there must be one. */
  Range range() {
    return new Range(ranges.firstKey(), ranges.lastEntry().getValue() + 1);
  }

  /** How many offsets there are. */
  long count() {
    return ranges.entrySet().stream()
        .mapToLong(range -> range.getValue() - range.getKey() + 1)
        .sum();
  }

  /** As a note says it; {@link #parse} reads it. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    ranges.forEach(
        (first, last) -> text.add(first.equals(last) ? first.toString() : first + "-" + last));
    return text.toString();
  }
}
