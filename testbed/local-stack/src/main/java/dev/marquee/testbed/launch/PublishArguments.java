package dev.marquee.testbed.launch;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./marquee publish} was asked to do.
 *
 * @param file a file, or {@code -} for standard input
 * @param broker HOST:PORT
 * @param skipInvalid whether the lines that can be read are published although others cannot
 */
record PublishArguments(String file, String broker, boolean skipInvalid) {

  static final String USAGE =
      """
      Usage: ./marquee publish FILE|- [--bootstrap HOST:PORT] [--skip-invalid]

        FILE             one CloudEvent in JSON a line; all lines are checked before the first is sent
        -                standard input, which may be endless: each line is checked and sent as it comes,
                         up to the first that is wrong
        --bootstrap      the broker, localhost:9092 without it
        --skip-invalid   leaves out wrong lines instead of stopping at them

      Exit code 0: all is published; 1: something is not, and the lines say what; 64: no such use.\
      """;

  /** Reads the command line; null where it makes no sense. */
  static @Nullable PublishArguments parse(List<String> arguments, String standardBroker) {
    String file = null;
    String broker = standardBroker;
    boolean skipInvalid = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.equals("--skip-invalid")) {
        skipInvalid = true;
      } else if (argument.equals("--bootstrap") && rest.hasNext()) {
        broker = rest.next();
      } else if (file == null && (argument.equals("-") || !argument.startsWith("-"))) {
        file = argument;
      } else {
        return null;
      }
    }
    return file == null ? null : new PublishArguments(file, broker, skipInvalid);
  }

  boolean isStream() {
    return file.equals("-");
  }
}
