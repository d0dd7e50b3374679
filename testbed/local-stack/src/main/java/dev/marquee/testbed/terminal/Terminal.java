package dev.marquee.testbed.terminal;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;

/** Where a command tells what it does. Lines are whole; any thread. */
public final class Terminal {

  /** How a piece of text stands out. */
  public enum Style {
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    EVENT("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final boolean coloured;
  private final boolean live;

  /** Writes lines to {@code out}, with or without colours. */
  public Terminal(PrintStream out, boolean coloured) {
    this(out, coloured, false);
  }

  /**
   * Writes to {@code out}.
   *
   * @param live whether somebody watches it: a line that is written can be overwritten
   */
  public Terminal(PrintStream out, boolean coloured, boolean live) {
    this.out = requireNonNull(out, "out is null");
    this.coloured = coloured;
    this.live = live;
  }

  /** Where this process writes; the launcher has seen whether a terminal is there. */
  public static Terminal standard() {
    return new Terminal(
        System.out, Boolean.getBoolean("marquee.colours"), Boolean.getBoolean("marquee.terminal"));
  }

  /** Whether a line can be overwritten. */
  public boolean isLive() {
    return live;
  }

  /** Shows a text in place of the one that was shown so before; nothing where nobody watches. */
  public void overwrite(String text) {
    if (live) {
      out.print("\r\u001b[K" + text);
      out.flush();
    }
  }

  /** Takes away what {@link #overwrite} shows. */
  public void clear() {
    overwrite("");
  }

  /** Writes one line, or several that belong together. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Writes an empty line. */
  public void line() {
    line("");
  }

  /** The text in a style, or as it is where there are no colours. */
  public String styled(Style style, String text) {
    return coloured ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }
}
