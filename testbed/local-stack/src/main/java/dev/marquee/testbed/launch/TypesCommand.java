package dev.marquee.testbed.launch;

import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import dev.marquee.types.compatibility.Compatibility;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeFiles;
import dev.marquee.types.reading.MalformedTypeException;
import dev.marquee.types.schema.SchemaPrinter;
import dev.marquee.types.swift.SwiftPrinter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Checks definitions of activity types with the sentences that a dispatcher would stop with, and
 * prints what follows from them. Starts nothing.
 */
final class TypesCommand implements Command {

  private static final String USAGE =
      """
      Usage: ./marquee types check FILE...               says what is wrong, and where
             ./marquee types check --against OLD FILE    names what a change would break
             ./marquee types schema FILE                 prints the JSON Schema of the payload
             ./marquee types swift FILE                  prints the Swift source for the app\
      """;

  private final Terminal terminal;

  TypesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> arguments) {
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "check" -> check(arguments.subList(1, arguments.size()));
        case "schema" -> print(arguments, SchemaPrinter::print);
        case "swift" -> print(arguments, SwiftPrinter::print);
        default -> misused();
      };
    } catch (MalformedTypeException e) {
      terminal.line(String.valueOf(e.getMessage()));
      return FAILED;
    }
  }

  private int check(List<String> arguments) {
    if (arguments.size() == 3 && arguments.getFirst().equals("--against")) {
      return compare(arguments.get(1), arguments.get(2));
    }
    if (arguments.isEmpty() || arguments.stream().anyMatch(each -> each.startsWith("-"))) {
      return misused();
    }
    int exitCode = DONE;
    for (String file : arguments) {
      try {
        good(file, read(file).name() + " is well-formed");
      } catch (MalformedTypeException e) {
        terminal.line(String.valueOf(e.getMessage()));
        exitCode = FAILED;
      }
    }
    return exitCode;
  }

  private int compare(String old, String changed) {
    List<String> breaks = Compatibility.breaks(read(old), read(changed));
    if (breaks.isEmpty()) {
      good(changed, "nothing breaks apps that were built for " + old);
      return DONE;
    }
    breaks.forEach(sentence -> terminal.line(changed + ": " + sentence));
    return FAILED;
  }

  private int print(List<String> arguments, Function<ActivityType, String> printer) {
    if (arguments.size() != 2) {
      return misused();
    }
    terminal.line(printer.apply(read(arguments.get(1))).stripTrailing());
    return DONE;
  }

  private void good(String file, String sentence) {
    terminal.line(file + ": " + terminal.styled(Style.GOOD, sentence));
  }

  private int misused() {
    terminal.line(USAGE);
    return MISUSED;
  }

  private static ActivityType read(String file) {
    return ActivityTypeFiles.read(Path.of(file));
  }
}
