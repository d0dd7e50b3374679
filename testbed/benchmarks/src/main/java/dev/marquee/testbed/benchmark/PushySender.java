package dev.marquee.testbed.benchmark;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import dev.marquee.testbed.stack.TicketApp;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Pushy, the most used client of APNs in Java, with its defaults. */
final class PushySender implements PushSender {

  private static final Instant EXPIRATION = Instant.ofEpochSecond(2_000_000_000);

  private final ApnsClient client;
  private final List<String> tokens;

  private PushySender(ApnsClient client, int devices) {
    this.client = client;
    this.tokens = IntStream.range(0, devices).mapToObj(LoadedSimulator::token).toList();
  }

  static PushSender open(LoadedClient.Arguments how) throws IOException {
    ApnsFiles files = how.files();
    try {
      ApnsClient client =
          new ApnsClientBuilder()
              .setApnsServer("localhost", how.port())
              .setTrustedServerCertificateChain(files.certificate().toFile())
              .setConcurrentConnections(how.connections())
              .setSigningKey(
                  ApnsSigningKey.loadFromPkcs8File(
                      files.signingKey().toFile(), files.teamId(), files.keyId()))
              .build();
      return new PushySender(client, how.devices());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of the benchmark is not one", e);
    }
  }

  @Override
  public CompletionStage<Boolean> push(int number) {
    return client
        .sendNotification(
            new SimpleApnsPushNotification(
                tokens.get(Math.floorMod(number, tokens.size())),
                TicketApp.BUNDLE_ID + ".push-type.liveactivity",
                PAYLOAD,
                EXPIRATION,
                DeliveryPriority.CONSERVE_POWER,
                PushType.LIVE_ACTIVITY))
        .thenApply(PushNotificationResponse::isAccepted);
  }

  @Override
  public void close() {
    client.close().join();
  }
}
