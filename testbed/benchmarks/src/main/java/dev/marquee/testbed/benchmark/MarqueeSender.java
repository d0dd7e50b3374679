package dev.marquee.testbed.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsClients;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPriority;
import dev.marquee.dispatcher.apns.ApnsPush;
import dev.marquee.testbed.stack.TicketApp;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** The dispatcher's client of APNs by itself, with its defaults. */
final class MarqueeSender implements PushSender {

  private static final Instant EXPIRATION = Instant.ofEpochSecond(2_000_000_000);
  private static final ApnsLane LANE =
      new ApnsLane(TicketApp.BUNDLE_ID, ApnsEnvironment.PRODUCTION);
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Vertx vertx;
  private final ApnsClient client;
  private final List<PushToken> tokens;
  private final byte[] payload = PAYLOAD.getBytes(UTF_8);

  private MarqueeSender(Vertx vertx, ApnsClient client, int devices) {
    this.vertx = vertx;
    this.client = client;
    this.tokens =
        IntStream.range(0, devices).mapToObj(LoadedSimulator::token).map(PushToken::new).toList();
  }

  static PushSender open(LoadedClient.Arguments how) {
    // Before anybody logs: the dispatcher's libraries bring a log manager that wants to be the
    // first.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    Vertx vertx = Vertx.vertx();
    ClientSettings settings = new ClientSettings(how.port(), how.connections(), how.files());
    return new MarqueeSender(
        vertx, ApnsClients.open(vertx, settings, InstantSource.system()), how.devices());
  }

  @Override
  public CompletionStage<Boolean> push(int number) {
    ApnsPush push =
        new ApnsPush(
            new UUID(number, 0),
            LANE,
            tokens.get(Math.floorMod(number, tokens.size())),
            payload,
            ApnsPriority.CONSERVE_POWER,
            EXPIRATION,
            null,
            true);
    return client
        .send(push, System.nanoTime() + PATIENCE_NANOS)
        .thenApply(ApnsOutcome.Accepted.class::isInstance);
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
