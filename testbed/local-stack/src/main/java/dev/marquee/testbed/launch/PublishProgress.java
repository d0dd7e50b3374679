package dev.marquee.testbed.launch;

import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells how far a publication is: as a bar that moves on a terminal, as a line now and then
 * elsewhere. One thread.
 */
final class PublishProgress {
  /** How many events there are where nobody knows before the end. */
  static final long UNKNOWN = -1;

  private static final Duration BAR_EVERY = Duration.ofMillis(100);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);
  private static final int BAR_WIDTH = 30;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long total;
  private final long begun;
  private long told;

  /**
   * Starts the clock.
   *
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   * @param total how many events there are, or {@link #UNKNOWN}
   */
  PublishProgress(Terminal terminal, LongSupplier nanoTime, long total) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.total = total;
    this.begun = nanoTime.getAsLong();
    this.told = begun;
  }

  /** Tells it if it is time to. */
  void at(long published) {
    long now = nanoTime.getAsLong();
    Duration pause = terminal.isLive() ? BAR_EVERY : LINE_EVERY;
    if (now - told < pause.toNanos()) {
      return;
    }
    told = now;
    if (terminal.isLive()) {
      terminal.overwrite(bar(published));
    } else {
      terminal.line(soFar(published));
    }
  }

  /** The last word: how many, how long, how fast. */
  void end(long published) {
    terminal.clear();
    terminal.line(
        String.format(
            Locale.ROOT,
            "published %s in %.1f s, %,d a second",
            events(published),
            seconds(),
            perSecond(published)));
  }

  private String bar(long published) {
    if (total == UNKNOWN) {
      return soFar(published);
    }
    int full = (int) (BAR_WIDTH * published / Math.max(1, total));
    return String.format(
        Locale.ROOT,
        "%s%s %3d %%  %,d of %s, %,d a second",
        terminal.styled(Style.GOOD, "█".repeat(full)),
        terminal.styled(Style.FAINT, "░".repeat(BAR_WIDTH - full)),
        100 * published / Math.max(1, total),
        published,
        events(total),
        perSecond(published));
  }

  private String soFar(long published) {
    return total == UNKNOWN
        ? String.format(
            Locale.ROOT, "published %s, %,d a second", events(published), perSecond(published))
        : String.format(
            Locale.ROOT,
            "published %,d of %s, %,d a second",
            published,
            events(total),
            perSecond(published));
  }

  private long perSecond(long published) {
    return Math.round(published / Math.max(0.001, seconds()));
  }

  private double seconds() {
    return (nanoTime.getAsLong() - begun) / 1e9;
  }

  private static String events(long count) {
    return count == 1 ? "1 event" : String.format(Locale.ROOT, "%,d events", count);
  }
}
