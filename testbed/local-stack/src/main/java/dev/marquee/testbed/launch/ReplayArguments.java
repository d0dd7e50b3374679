package dev.marquee.testbed.launch;

import dev.marquee.testbed.replay.DeadLetterFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./marquee replay} was asked to do.
 *
 * @param topic the dead-letter topic
 * @param broker HOST:PORT
 * @param filter which dead letters are meant
 * @param publishes whether they are published, not only counted
 */
record ReplayArguments(String topic, String broker, DeadLetterFilter filter, boolean publishes) {

  static final String USAGE =
      """
      Usage: ./marquee replay TOPIC [--yes] [--bootstrap HOST:PORT]
                              [--reason TEXT] [--source TOPIC] [--since TIME] [--until TIME]

        TOPIC            a dead-letter topic, such as booking-events-dlq
        --yes            publishes the records again, where and as they once came; without it they
                         are only counted
        --bootstrap      the broker, localhost:9092 without it
        --reason         only those with TEXT in their reason, whatever its case
        --source         only those that came from this topic
        --since, --until only those buried at or after, or before a time such as 2026-12-04T19:30:00Z

      What was replayed is not replayed again.
      Exit code 0: done; 1: the broker would not, and a line says what; 64: no such use.\
      """;

  /** Reads the command line; null where it makes no sense. */
  static @Nullable ReplayArguments parse(List<String> arguments, String standardBroker) {
    String topic = null;
    String broker = standardBroker;
    String reason = null;
    String source = null;
    Instant since = null;
    Instant until = null;
    boolean publishes = false;
    try {
      for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
        String argument = rest.next();
        if (argument.equals("--yes")) {
          publishes = true;
        } else if (!argument.startsWith("-") && topic == null) {
          topic = argument;
        } else if (!rest.hasNext()) {
          return null;
        } else {
          switch (argument) {
            case "--bootstrap" -> broker = rest.next();
            case "--reason" -> reason = rest.next();
            case "--source" -> source = rest.next();
            case "--since" -> since = Instant.parse(rest.next());
            case "--until" -> until = Instant.parse(rest.next());
            default -> {
              return null;
            }
          }
        }
      }
    } catch (DateTimeException _) {
      return null;
    }
    return topic == null
        ? null
        : new ReplayArguments(
            topic, broker, new DeadLetterFilter(reason, source, since, until), publishes);
  }
}
