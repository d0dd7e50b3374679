package dev.marquee.testbed.launch;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.story.MainStory;
import dev.marquee.testbed.story.StoryDiffersException;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.util.List;

/** Plays a story on a stack of its own, with ports of its own, and says whether it came true. */
final class DemoCommand implements Command {

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      terminal.line("Usage: ./marquee demo [--evening]");
      return MISUSED;
    }
    long begun = System.nanoTime();
    terminal.line(terminal.styled(Style.STRONG, "Starting Marquee"));
    try (LocalStack stack =
        LocalStack.builder(Checkout.locate(), "demo")
            .progress(new TerminalProgress(terminal))
            .start()) {
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
}
