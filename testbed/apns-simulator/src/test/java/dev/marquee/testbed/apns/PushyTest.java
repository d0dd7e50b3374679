package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.NOW;
import static dev.marquee.testbed.apns.Provider.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.ApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.LiveActivityEvent;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The most used Java client of APNs: it negotiates no ALPN unless told to, signs in DER, and
 * expects what the real service does.
 */
@Timeout(60)
class PushyTest {
  /** Shared, because Pushy's own take two quiet seconds to close. */
  private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1);

  /** Pushy dates its provider tokens by the system's clock. */
  private final Provider provider = new Provider(builder -> builder.clock(InstantSource.system()));

  private final ApnsClient pushy = client(provider.key, false);

  @AfterEach
  void close() throws Exception {
    pushy.close().get(10, TimeUnit.SECONDS);
    provider.close();
  }

  @AfterAll
  static void stopLoops() {
    LOOPS.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ApnsClient client(DeveloperKey key, boolean alpn) {
    try {
      return new ApnsClientBuilder()
          .setApnsServer("localhost", provider.apns.port())
          .setTrustedServerCertificateChain(provider.apns.tlsIdentity().certificate())
          .setEventLoopGroup(LOOPS)
          .setUseAlpn(alpn)
          .setSigningKey(new ApnsSigningKey(key.keyId(), key.teamId(), key.privateKey()))
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ApnsPayloadBuilder payload(LiveActivityEvent event, Map<String, Object> state) {
    return new SimpleApnsPayloadBuilder().setTimestamp(NOW).setEvent(event).setContentState(state);
  }

  private static PushNotificationResponse<SimpleApnsPushNotification> send(
      ApnsClient client, String payload) throws Exception {
    Instant expiration = NOW.plus(Duration.ofHours(1));
    return client
        .sendNotification(
            new SimpleApnsPushNotification(
                TOKEN,
                PushClient.TOPIC,
                payload,
                expiration,
                DeliveryPriority.IMMEDIATE,
                PushType.LIVE_ACTIVITY))
        .get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsUpdatesAndEndsALiveActivity(boolean alpn) throws Exception {
    // Given
    ApnsClient client = client(provider.key, alpn);
    String start =
        payload(LiveActivityEvent.START, Map.of("gate", "A"))
            .setAttributesType("TicketAttributes")
            .setAttributes(Map.of("bookingId", "b-1"))
            .setAlertTitle("Hamlet")
            .setAlertBody("Doors at seven")
            .build();
    String update = payload(LiveActivityEvent.UPDATE, Map.of("gate", "B")).build();
    String end = payload(LiveActivityEvent.END, Map.of("gate", "B")).setDismissalDate(NOW).build();

    // When
    boolean started = send(client, start).isAccepted();
    boolean updated = send(client, update).isAccepted();
    boolean ended = send(client, end).isAccepted();

    // Then
    assertThat(started && updated && ended).isTrue();
    assertThat(provider.phone.received)
        .extracting(PushRequest::event)
        .containsExactly("start", "update", "end");
    assertThat(provider.apns.openConnections()).isEqualTo(1);
    client.close().get(10, TimeUnit.SECONDS);
  }

  @Test
  void learnsOfAWrongKey() throws Exception {
    // Given
    ApnsClient forger = client(DeveloperKey.generate("TEAM000001", "KEY0000009"), false);

    // When
    var response = send(forger, payload(LiveActivityEvent.UPDATE, Map.of("gate", "B")).build());

    // Then
    assertThat(response.isAccepted()).isFalse();
    assertThat(response.getRejectionReason()).contains("InvalidProviderToken");
    forger.close().get(10, TimeUnit.SECONDS);
  }

  @Test
  void learnsSinceWhenATokenIsDead() throws Exception {
    // Given
    provider.apns.tokens().retire(TOKEN, ApnsReason.UNREGISTERED, NOW, Instant.EPOCH);

    // When
    var response = send(pushy, payload(LiveActivityEvent.UPDATE, Map.of("gate", "B")).build());

    // Then
    assertThat(response.getRejectionReason()).contains("Unregistered");
    assertThat(response.getTokenInvalidationTimestamp()).contains(NOW);
  }

  @Test
  void learnsThatAPayloadIsTooLarge() throws Exception {
    // When
    var response =
        send(pushy, payload(LiveActivityEvent.UPDATE, Map.of("gate", "B".repeat(5_000))).build());

    // Then
    assertThat(response.getStatusCode()).isEqualTo(413);
    assertThat(response.getRejectionReason()).contains("PayloadTooLarge");
  }
}
