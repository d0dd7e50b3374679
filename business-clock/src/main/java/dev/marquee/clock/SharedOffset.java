package dev.marquee.clock;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of the offset's feed.
 *
 * @param version differs from that of every earlier offset of the feed
 * @param offset how far business time is ahead of the machine's
 */
record SharedOffset(long version, Duration offset) {

  private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*(-?\\d{1,18})");
  private static final Pattern OFFSET = Pattern.compile("\"offsetMillis\"\\s*:\\s*(-?\\d{1,18})");

  /**
   * Reads {@code {"version":1,"offsetMillis":60000}}. Two numbers do not pay for a JSON library in
   * every service.
   *
   * @throws IllegalArgumentException if one of them is not there
   */
  static SharedOffset parse(String json) {
    return new SharedOffset(number(VERSION, json), Duration.ofMillis(number(OFFSET, json)));
  }

  private static long number(Pattern pattern, String json) {
    Matcher matcher = pattern.matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("No " + pattern + " in the answer of the clock's feed");
    }
    return Long.parseLong(matcher.group(1));
  }
}
