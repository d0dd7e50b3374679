package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.delivery.Claim.Decided;
import java.util.List;

/**
 * What became of the activities that a transaction touched.
 *
 * @param touched how many are due now
 * @param claimed those of them that are to be sent after the commit
 */
record TakenOver(int touched, List<Decided> claimed) {
  static final TakenOver NOTHING = new TakenOver(0, List.of());

  TakenOver {
    claimed = List.copyOf(claimed);
  }

  /** Whether some are left to the claims. */
  boolean leavesSome() {
    return claimed.size() < touched;
  }
}
