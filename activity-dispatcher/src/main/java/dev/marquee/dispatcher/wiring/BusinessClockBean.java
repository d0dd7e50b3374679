package dev.marquee.dispatcher.wiring;

import dev.marquee.clock.BusinessClock;
import dev.marquee.clock.OffsetFollower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Makes the business clock, and keeps it at the offset of a local stack where there is one. */
@ApplicationScoped
@Startup
class BusinessClockBean {
  private static final Duration FIRST_OFFSET_PATIENCE = Duration.ofSeconds(5);

  private final BusinessClock clock = BusinessClock.system();
  private final @Nullable OffsetFollower follower;

  BusinessClockBean(
      @ConfigProperty(name = "marquee.production", defaultValue = "false") boolean production,
      @ConfigProperty(name = "marquee.clock.offset-url") Optional<URI> offsetUrl)
      throws InterruptedException {
    if (production && offsetUrl.isPresent()) {
      throw new IllegalStateException(
          "marquee.clock.offset-url is set, and marquee.production is true: business time in"
              + " production is the time; remove one of them");
    }
    follower =
        offsetUrl
            .map(url ->
                OffsetFollower.start(
                    clock, url, "activity-dispatcher-" + ProcessHandle.current().pid()))
            .orElse(null);
    if (follower != null && !follower.awaitFirstOffset(FIRST_OFFSET_PATIENCE)) {
      throw new IllegalStateException(
          "marquee.clock.offset-url gave no offset within " + FIRST_OFFSET_PATIENCE);
    }
  }

  @Produces
  @Singleton
  BusinessClock clock() {
    return clock;
  }

  void onShutdown(@Observes ShutdownEvent event) {
    if (follower != null) {
      follower.close();
    }
  }
}
