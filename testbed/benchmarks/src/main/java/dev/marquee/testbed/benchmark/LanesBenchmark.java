package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.TroubledLane.Trouble;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lane keeps of its rate beside another app's lane in trouble: one whose key is refused, so
 * that all its work is held, and one whose host answers slowly. Rounds alone lie between the
 * others.
 */
final class LanesBenchmark {

  static final String NAME = "lanes";

  private static final String OTHER_APP = "com.example.cinema";

  /**
   * How much is measured.
   *
   * @param activities of the lane that is measured; each has one event in each round
   * @param others in the lane in trouble
   * @param rounds of each trouble
   */
  record Size(int activities, int others, int rounds) {
    static final Size QUICK = new Size(30_000, 50_000, 1);
    static final Size FULL = new Size(150_000, 100_000, 5);
  }

  private final Terminal terminal;
  private final Checkout checkout;
  private final Size size;

  LanesBenchmark(Terminal terminal, Checkout checkout, Size size) {
    this.terminal = terminal;
    this.checkout = checkout;
    this.size = size;
  }

  LanesResult run() {
    List<String> apps = List.of(TicketApp.BUNDLE_ID, OTHER_APP);
    try (LoadedStack loaded = LoadedStack.start(terminal, checkout, NAME, apps)) {
      Instant now = loaded.stack().clock().now();
      House house = new House(TicketApp.BUNDLE_ID, 0, size.activities, now);
      House other = new House(OTHER_APP, size.activities, size.others, now);
      loaded.fill(house);
      loaded.fill(other);
      TroubledLane neighbour = new TroubledLane(loaded, other);
      PipelineLoad load = new PipelineLoad(loaded, house);
      terminal.line("Warming up");
      load.compared("warm");
      besideHeld(neighbour, load, 0);
      besideSlow(neighbour, load, 0);
      List<PipelineRound> alone = new ArrayList<>();
      List<PipelineRound> besideHeld = new ArrayList<>();
      List<PipelineRound> besideSlow = new ArrayList<>();
      for (int round = 1; round <= size.rounds; round++) {
        terminal.line("Round %d of %d".formatted(round, size.rounds));
        alone.add(loaded.told("alone", load.compared("A" + round)));
        besideHeld.add(loaded.told("beside a closed lane", besideHeld(neighbour, load, round)));
        alone.add(loaded.told("alone", load.compared("B" + round)));
        besideSlow.add(loaded.told("beside a slow host", besideSlow(neighbour, load, round)));
      }
      alone.add(loaded.told("alone", load.compared("A")));
      return new LanesResult(
          size.activities,
          size.others,
          alone,
          besideHeld,
          besideSlow,
          Ratio.of(besideHeld, alone, 0),
          Ratio.of(besideSlow, alone, 1),
          loaded.conditions());
    }
  }

  private static PipelineRound besideHeld(TroubledLane neighbour, PipelineLoad load, int round) {
    String gate = "H" + round;
    Trouble trouble = neighbour.refuseKey(gate);
    PipelineRound measured = load.compared(gate);
    neighbour.requireHeld(trouble);
    neighbour.mendKey(trouble);
    return measured;
  }

  private static PipelineRound besideSlow(TroubledLane neighbour, PipelineLoad load, int round) {
    String gate = "S" + round;
    Trouble trouble = neighbour.slowDown(gate);
    PipelineRound measured = load.compared(gate);
    neighbour.requireSlow();
    neighbour.speedUp(trouble);
    return measured;
  }
}
