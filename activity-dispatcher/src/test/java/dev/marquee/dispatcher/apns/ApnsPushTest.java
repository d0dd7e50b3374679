package dev.marquee.dispatcher.apns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.contracts.token.PushToken;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ApnsPushTest {

  private static final String TOKEN = "80a1".repeat(40);
  private static final UUID ID = new UUID(1, 2);

  @ParameterizedTest
  @ValueSource(ints = {0, 4097})
  void payloadThatApnsWouldRefuseIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> push(TOKEN, new byte[bytes], Instant.EPOCH, null))
        .withMessageContaining("the payload has " + bytes + " bytes, allowed are 1 to 4096");
  }

  @Test
  void expirationBeforeTheEpochIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> push(TOKEN, new byte[1], Instant.EPOCH.minusSeconds(1), null))
        .withMessageContaining("is before 1970");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "späť"})
  void collapseIdThatIsNoPlainTextIsRefused(String collapseId) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> push(TOKEN, new byte[1], Instant.EPOCH, collapseId))
        .withMessageContaining("the collapse id is not 1 to 64 printable ASCII characters");
  }

  @Test
  void collapseIdHasAtMost64Characters() {
    assertThatCode(() -> push(TOKEN, new byte[1], Instant.EPOCH, "x".repeat(64)))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> push(TOKEN, new byte[1], Instant.EPOCH, "x".repeat(65)));
  }

  @Test
  void payloadCannotBeChangedFromOutside() {
    // Given
    byte[] payload = {1, 2, 3};
    ApnsPush push = push(TOKEN, payload, Instant.EPOCH, null);

    // When
    payload[0] = 9;
    push.payload()[1] = 9;

    // Then
    assertThat(push.payload()).containsExactly(1, 2, 3);
  }

  @Test
  void equalPayloadsMakeEqualPushes() {
    // Given
    ApnsPush push = push(TOKEN, new byte[] {1, 2}, Instant.EPOCH, "c");

    // When
    ApnsPush same = push(TOKEN, new byte[] {1, 2}, Instant.EPOCH, "c");

    // Then
    assertThat(push).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(push).isNotEqualTo(push(TOKEN, new byte[] {1, 3}, Instant.EPOCH, "c"));
  }

  @Test
  void textShowsAFingerprintInsteadOfTheToken() {
    // When
    String text = push(TOKEN, new byte[7], Instant.EPOCH, null).toString();

    // Then
    assertThat(text)
        .doesNotContain(TOKEN)
        .contains(new PushToken(TOKEN).toString())
        .contains("7 bytes");
  }

  @Test
  void laneMakesTheTopicFromTheBundleId() {
    // When
    var lane = new ApnsLane("com.example.tickets", ApnsEnvironment.SANDBOX);

    // Then
    assertThat(lane.topic()).isEqualTo("com.example.tickets.push-type.liveactivity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "com example", "com.example.tickets.push-type.liveactivity"})
  void laneRefusesWhatIsNoBundleId(String app) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApnsLane(app, ApnsEnvironment.PRODUCTION))
        .withMessageContaining(app);
  }

  private static ApnsPush push(
      String token, byte[] payload, Instant expiration, @Nullable String collapseId) {
    return new ApnsPush(
        ID,
        new ApnsLane("com.example.tickets", ApnsEnvironment.PRODUCTION),
        new PushToken(token),
        payload,
        ApnsPriority.IMMEDIATE,
        expiration,
        collapseId,
        true);
  }
}
