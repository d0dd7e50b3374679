package dev.marquee.testbed.apns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the JDK's client, the one here that has no guard of its own against many resets. */
@Timeout(30)
class ResetFloodTest {

  /**
   * Netty's guard against floods of resets closes after 200 in 30 s, and counts those that the
   * server itself sends.
   */
  @Test
  void keepsTheConnectionThroughAFloodOfItsOwnResets() throws Exception {
    try (Provider provider = new Provider();
        HttpClient client =
            HttpClient.newBuilder().sslContext(trusting(provider.apns.tlsIdentity())).build()) {
      // Given
      HttpRequest push =
          HttpRequest.newBuilder(
                  URI.create(
                      "https://localhost:" + provider.apns.port() + "/3/device/" + Provider.TOKEN))
              .header("authorization", "bearer " + provider.providerToken)
              .header("apns-push-type", "liveactivity")
              .header("apns-topic", PushClient.TOPIC)
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      // This client counts its streams ill while only one is allowed.
      client.send(push, HttpResponse.BodyHandlers.discarding());
      await()
          .ignoreExceptions()
          .until(
              () -> client.send(push, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
      InjectedFault fault =
          provider
              .apns
              .faults()
              .inject(FaultRule.always(new Fault.ResetStream(Fault.CANCEL, true)));

      // When
      for (int i = 0; i < 300; i++) {
        assertThatThrownBy(() -> client.send(push, HttpResponse.BodyHandlers.discarding()))
            .isInstanceOf(IOException.class);
      }
      fault.close();
      int status = client.send(push, HttpResponse.BodyHandlers.discarding()).statusCode();

      // Then
      assertThat(status).isEqualTo(200);
      assertThat(fault.hits()).isEqualTo(300);
      assertThat(provider.apns.log().all())
          .extracting(received -> received.request().connectionId())
          .containsOnly(1L);
    }
  }

  private static SSLContext trusting(TlsIdentity identity) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    trusted.setCertificateEntry("apns", identity.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
