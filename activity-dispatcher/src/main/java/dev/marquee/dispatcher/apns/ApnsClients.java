package dev.marquee.dispatcher.apns;

import dev.marquee.clock.BusinessClock;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.util.Random;

/** Makes the one client of the service at its start, so that a wrong key is found out then. */
class ApnsClients {

  @Produces
  @Startup
  @ApplicationScoped
  ApnsClient client(Vertx vertx, ApnsConfig config, BusinessClock clock) {
    return new VertxApnsClient(vertx, config, clock, new Random());
  }

  void close(@Disposes ApnsClient client) {
    client.close();
  }
}
