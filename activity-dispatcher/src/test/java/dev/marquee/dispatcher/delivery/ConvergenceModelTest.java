package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.testing.ActivityDatabase;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random histories against what the phones must show in the end, on a real PostgreSQL. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConvergenceModelTest {
  private static final String SEED_PROPERTY = "marquee.model.seed";
  private static final int HISTORIES = Integer.getInteger("marquee.model.histories", 60);

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
