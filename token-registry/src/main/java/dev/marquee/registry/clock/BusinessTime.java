package dev.marquee.registry.clock;

import dev.marquee.clock.BusinessClock;
import dev.marquee.clock.OffsetFollower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives the registry its business clock, and keeps it at the offset that a local stack serves. */
@Singleton
class BusinessTime {
  private static final Logger LOG = Logger.getLogger(BusinessTime.class);
  private static final Duration FIRST_OFFSET_TIMEOUT = Duration.ofSeconds(5);

  private final BusinessClock clock = BusinessClock.system();
  private final ClockConfig config;
  private final boolean production;
  private @Nullable OffsetFollower follower;

  BusinessTime(
      ClockConfig config,
      @ConfigProperty(name = "marquee.production", defaultValue = "false") boolean production) {
    this.config = config;
    this.production = production;
  }

  @Produces
  @Singleton
  BusinessClock clock() {
    return clock;
  }

  void follow(@Observes StartupEvent start) throws InterruptedException {
    if (config.offsetUrl().isEmpty()) {
      return;
    }
    URI feed = config.offsetUrl().get();
    if (production) {
      throw new IllegalStateException(
          "marquee.clock.offset-url is set with marquee.production=true: production runs on the"
              + " machine's clock. Remove one of the two.");
    }
    OffsetFollower started =
        OffsetFollower.start(clock, feed, "token-registry-" + ProcessHandle.current().pid());
    follower = started;
    if (!started.awaitFirstOffset(FIRST_OFFSET_TIMEOUT)) {
      LOG.warnf("The clock's feed at %s does not answer; business time is not shifted yet", feed);
    }
  }

  void stop(@Observes ShutdownEvent stop) {
    if (follower != null) {
      follower.close();
    }
  }
}
