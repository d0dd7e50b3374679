package dev.marquee.testbed.launch;

import dev.marquee.testbed.evening.Evening;
import dev.marquee.testbed.evening.EveningDemo;
import dev.marquee.testbed.evening.EveningFiles;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.story.MainStory;
import dev.marquee.testbed.story.StoryDiffersException;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Plays a story or an evening on a stack of its own, with ports of its own, and says whether it
 * came true.
 */
final class DemoCommand implements Command {

  private final Terminal terminal;
  private final Checkout checkout = Checkout.locate();

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> arguments) {
    if (arguments.isEmpty()) {
      return playStory();
    }
    if (arguments.equals(List.of("--evening"))) {
      return playEvening();
    }
    terminal.line("Usage: ./marquee demo [--evening]");
    return MISUSED;
  }

  private int playStory() {
    long begun = System.nanoTime();
    try (LocalStack stack = start("demo", Map.of())) {
      MainStory.play(stack, terminal);
      terminal.line();
      terminal.line(
          terminal.styled(
              Style.GOOD,
              "The phones show what the story says (%d s)."
                  .formatted(Duration.ofNanos(System.nanoTime() - begun).toSeconds())));
      return DONE;
    } catch (StoryDiffersException e) {
      terminal.line();
      terminal.line(terminal.styled(Style.BAD, "The story differs: " + e.getMessage()));
      terminal.line("The logs of the services are in .marquee/demo/logs");
      return FAILED;
    }
  }

  private int playEvening() {
    Evening evening = EveningFiles.read(checkout.root().resolve("samples/evening"));
    try (LocalStack stack = start("evening", EveningDemo.dispatcherSettings())) {
      if (EveningDemo.play(stack, evening, terminal).passed()) {
        return DONE;
      }
      terminal.line("The logs of the services are in .marquee/evening/logs");
      return FAILED;
    }
  }

  private LocalStack start(String name, Map<String, String> dispatcherSettings) {
    terminal.line(terminal.styled(Style.STRONG, "Starting Marquee"));
    return LocalStack.builder(checkout, name)
        .dispatcherSettings(dispatcherSettings)
        .progress(new TerminalProgress(terminal))
        .start();
  }
}
