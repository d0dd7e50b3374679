package dev.marquee.testbed.launch;

import dev.marquee.testbed.stack.Progress;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.util.Locale;

/** One line for each part of a stack that comes up. */
final class TerminalProgress implements Progress {

  private final Terminal terminal;

  TerminalProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void ready(String part, String address, Duration took) {
    String elapsed = String.format(Locale.ROOT, "%4.1f s", took.toMillis() / 1000.0);
    terminal.line(
        "  %s  %-24s %s"
            .formatted(
                terminal.styled(Style.FAINT, elapsed),
                part,
                terminal.styled(Style.FAINT, address)));
  }

  @Override
  public void note(String sentence) {
    terminal.line("  " + sentence);
  }
}
