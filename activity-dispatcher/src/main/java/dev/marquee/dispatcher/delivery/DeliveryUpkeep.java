package dev.marquee.dispatcher.delivery;

import dev.marquee.clock.BusinessClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What delivery does every second beside claims and settles, on one virtual thread. */
@ApplicationScoped
class DeliveryUpkeep {
  private static final Logger LOG = Logger.getLogger(DeliveryUpkeep.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Chunks of a lifted pause before anything else gets its turn. */
  private static final int CHUNKS = 20;

  private final LostHandOvers handOvers;
  private final BusinessClock clock;
  private final LaneWatch lanes;
  private final PauseStore pauses;
  private final PauseRelease release;
  private final Wakeup stop = new Wakeup();
  private final Thread thread = Thread.ofVirtual().name("delivery-upkeep").unstarted(this::run);
  private volatile boolean running = true;

  DeliveryUpkeep(
      LostHandOvers handOvers,
      BusinessClock clock,
      LaneWatch lanes,
      PauseStore pauses,
      PauseRelease release) {
    this.handOvers = handOvers;
    this.clock = clock;
    this.lanes = lanes;
    this.pauses = pauses;
    this.release = release;
  }

  void onStart(@Observes StartupEvent event) {
    thread.start();
  }

  void onShutdown(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    stop.wake();
    thread.join(INTERVAL);
  }

  private void recover() {
    int recovered = handOvers.recover(clock.instant());
    if (recovered > 0) {
      LOG.warnf(
          "%d claimed activities were not settled before their lease ran out; they are due again",
          recovered);
    }
  }

  private void release() {
    for (int chunk = 0; chunk < CHUNKS && release.releaseChunk(); chunk++) {
      // The next one.
    }
  }

  private void run() {
    while (running) {
      try {
        recover();
        lanes.look();
        pauses.follow();
        release();
      } catch (RuntimeException e) {
        LOG.warnf("upkeep waits for the database: %s", e.getMessage());
      }
      stop.await(INTERVAL);
    }
  }
}
