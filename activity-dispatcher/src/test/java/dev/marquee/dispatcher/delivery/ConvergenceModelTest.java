package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories against what the phones must be sent, push by push, and what they must show in
 * the end, on a real PostgreSQL.
 *
 * <p>It was shown to fail, with the default number of histories, when one rule of the row protocol
 * is taken out: a settle that does not match on the open claim, or that moves {@code due_at} on
 * although facts arrived; a claim that ignores leases; a timestamp that is the clock's alone; an
 * accepted hash that is ignored, or kept by an unknown answer, by an unsettled claim, or by an
 * answer that matches no row; such an answer leaving no doubt at all; an unknown start that counts
 * as refused; a start that is not recorded by its claim; a back-off that settle forgets; facts that
 * do not make their activity due; start budgets that are not kept, by the hour, by the day, or by
 * one.
 *
 * <p>It cannot see a claim that ignores {@code not_before}, since {@code due_at} never lies before
 * it, nor missing row locks, since its replicas take turns: {@link RowProtocolTest} and {@link
 * TwoReplicasTest} race them.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConvergenceModelTest {
  private static final String SEED_PROPERTY = "marquee.model.seed";
  private static final int HISTORIES = Integer.getInteger("marquee.model.histories", 40);

  @Test
  void everyHistoryEndsWithWhatTheUpstreamSaid() {
    long first = Long.getLong(SEED_PROPERTY, new Random().nextLong());
    try (ActivityDatabase database = ActivityDatabase.start()) {
      for (long seed = first; seed < first + HISTORIES; seed++) {
        play(database, seed, seed - first);
      }
    }
  }

  private static void play(ActivityDatabase database, long seed, long number) {
    ModelRun run = new ModelRun(database, seed);
    try {
      run.play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "history %d: -D%s=%d -Dmarquee.model.histories=1%n%s%n%s"
              .formatted(number, SEED_PROPERTY, seed, e.getMessage(), run.tale()),
          e);
    }
  }
}
