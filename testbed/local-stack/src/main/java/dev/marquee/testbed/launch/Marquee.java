package dev.marquee.testbed.launch;

import dev.marquee.testbed.stack.StackException;
import dev.marquee.testbed.stack.StackPorts;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code ./marquee} runs once everything is built: {@code up}, {@code demo}, {@code publish},
 * {@code replay} and {@code types}.
 */
public final class Marquee {

  private Marquee() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) throws Exception {
    Terminal terminal = Terminal.standard();
    int exitCode;
    try {
      exitCode = run(terminal, Arrays.asList(arguments));
    } catch (StackException e) {
      // Its message is meant for people; a stack trace would hide it.
      terminal.line(terminal.styled(Style.BAD, String.valueOf(e.getMessage())));
      exitCode = Command.FAILED;
    }
    System.exit(exitCode);
  }

  private static int run(Terminal terminal, List<String> arguments) throws Exception {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    StackPorts ports = StackPorts.standard(portOffset());
    Command command =
        switch (name) {
          case "up" -> new UpCommand(terminal, ports);
          case "demo" -> new DemoCommand(terminal);
          case "publish" ->
              new PublishCommand(
                  terminal, InstantSource.system(), System.in, "localhost:" + ports.kafka());
          case "replay" -> new ReplayCommand(terminal, "localhost:" + ports.kafka());
          case "types" -> new TypesCommand(terminal);
          default ->
              _ -> {
                terminal.line("There is no command '" + name + "'; ./marquee help lists them.");
                return Command.MISUSED;
              };
        };
    return command.run(arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size()));
  }

  private static int portOffset() {
    String offset = System.getenv().getOrDefault(StackPorts.OFFSET_VARIABLE, "0");
    try {
      return Integer.parseInt(offset);
    } catch (NumberFormatException e) {
      throw new StackException(
          StackException.Code.NOT_PREPARED,
          StackPorts.OFFSET_VARIABLE + " is '" + offset + "', not a number.",
          e);
    }
  }
}
