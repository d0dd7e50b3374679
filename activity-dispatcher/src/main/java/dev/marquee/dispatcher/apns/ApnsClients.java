package dev.marquee.dispatcher.apns;

import dev.marquee.clock.BusinessClock;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;
import java.util.Random;

/** Makes the one client of the service at its start, so that a wrong key is found out then. */
public class ApnsClients {

  /**
   * Opens a client for who has no service around it; the caller closes it.
   *
   * @param clock business time, for the age of provider tokens
   * @throws IllegalArgumentException naming the property that is at fault
   */
  public static ApnsClient open(Vertx vertx, ApnsConfig config, InstantSource clock) {
    return new PooledApnsClient(vertx, config, clock, new Random());
  }

  @Produces
  @Startup
  @ApplicationScoped
  ApnsClient client(Vertx vertx, ApnsConfig config, BusinessClock clock) {
    return open(vertx, config, clock);
  }

  void close(@Disposes ApnsClient client) {
    client.close();
  }
}
