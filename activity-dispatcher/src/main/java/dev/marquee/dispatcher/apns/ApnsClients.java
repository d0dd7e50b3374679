package dev.marquee.dispatcher.apns;

import dev.marquee.clock.BusinessClock;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.random.RandomGenerator;

/** Makes the client. */
class ApnsClients {
  @Produces
  @ApplicationScoped
  ApnsClient client(Vertx vertx, ApnsConfig config, BusinessClock clock) {
    return new VertxApnsClient(vertx, config, clock, RandomGenerator.getDefault());
  }
}
