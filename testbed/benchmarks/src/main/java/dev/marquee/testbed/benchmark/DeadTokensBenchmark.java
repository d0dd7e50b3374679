package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * What live tokens keep of their rate when every fifth token is dead: the same events once with all
 * alive and once with those refused, reported to the registry and dropped. Rounds with all alive
 * lie between the others.
 */
final class DeadTokensBenchmark {

  static final String NAME = "dead-tokens";

  /**
   * How much is measured.
   *
   * @param activities that have an event in each round
   * @param rounds with dead tokens
   */
  record Size(int activities, int rounds) {
    static final Size QUICK = new Size(30_000, 1);
    static final Size FULL = new Size(100_000, 5);
  }

  private final Terminal terminal;
  private final Checkout checkout;
  private final Size size;

  DeadTokensBenchmark(Terminal terminal, Checkout checkout, Size size) {
    this.terminal = terminal;
    this.checkout = checkout;
    this.size = size;
  }

  DeadTokensResult run() {
    try (LoadedStack loaded =
        LoadedStack.start(terminal, checkout, NAME, List.of(TicketApp.BUNDLE_ID))) {
      House house =
          new House(TicketApp.BUNDLE_ID, 0, size.activities, loaded.stack().clock().now());
      DeadTokens tokens = new DeadTokens(loaded, house);
      terminal.line("Signing in on %,d devices".formatted(tokens.count()));
      tokens.signIn();
      loaded.fill(house, tokens::dies);
      PipelineLoad load = new PipelineLoad(loaded, house);
      terminal.line("Warming up");
      load.compared("warm");
      amongDead(tokens, load, "D0");
      List<PipelineRound> alive = new ArrayList<>();
      List<PipelineRound> amongDead = new ArrayList<>();
      List<PipelineRound> registryApart = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("Round %d of %d".formatted(round, size.rounds));
        alive.add(loaded.told("all alive", load.compared("A" + round)));
        amongDead.add(loaded.told("among dead ones", amongDead(tokens, load, "D" + round)));
        alive.add(loaded.told("all alive", load.compared("B" + round)));
        loaded.stack().registry().pause();
        registryApart.add(
            loaded.told("the same, registry apart", amongDead(tokens, load, "R" + round)));
      }
      alive.add(loaded.told("all alive", load.compared("A")));
      return new DeadTokensResult(
          size.activities,
          tokens.count(),
          alive,
          amongDead,
          registryApart,
          Ratio.of(amongDead, alive, 0),
          Ratio.of(registryApart, alive, 1),
          loaded.conditions());
    }
  }

  /** Kills the tokens, measures, and lets the registry, which may be paused, and the apps go on. */
  private static PipelineRound amongDead(DeadTokens tokens, PipelineLoad load, String gate) {
    tokens.kill();
    PipelineRound round = load.compared(gate, tokens::dies);
    tokens.awaitDropped();
    tokens.replace(gate);
    return round;
  }
}
