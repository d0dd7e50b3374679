package dev.marquee.contracts.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class TokenEventCodecTest {
  private static final Instant NOW = Instant.parse("2026-12-04T15:00:00.123Z");
  private static final PushToken TOKEN = new PushToken("ab".repeat(80));

  static Stream<TokenEvent> events() {
    return Stream.of(
        new DeviceChanged(
            NOW,
            "d-1",
            3,
            1,
            "u-1",
            "com.example.tickets",
            ApnsEnvironment.SANDBOX,
            "18.4",
            "3.2",
            "de-DE",
            "Europe/Berlin",
            true,
            false,
            Map.of("TicketAttributes", new RegisteredToken(TOKEN, NOW))),
        new DeviceChanged(
            NOW,
            "d-1",
            4,
            2,
            null,
            "com.example.tickets",
            ApnsEnvironment.SANDBOX,
            null,
            null,
            null,
            null,
            true,
            true,
            Map.of()),
        new ActivityChanged(
            NOW,
            "d-1",
            "k-1",
            "b-1",
            3,
            1,
            2,
            "TicketAttributes",
            InstanceState.ACTIVE,
            new RegisteredToken(TOKEN, NOW)),
        new ActivityChanged(NOW, "d-1", "k-1", "b-1", 2, 1, 2, null, InstanceState.DISMISSED, null),
        new UserErased(NOW, "u-1", 9));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsEveryEventThatItWrote(TokenEvent event) {
    // When
    TokenEvent read = TokenEventCodec.read(TokenEventCodec.write("e-1", event));

    // Then
    assertThat(read).isEqualTo(event);
  }

  @Test
  void readsTheRejectionThatItWrote() {
    // Given
    TokenRejected rejected =
        new TokenRejected(
            "r-1",
            NOW,
            "d-1",
            new TokenRejected.TokenKind.Update("k-1"),
            TOKEN.fingerprint(),
            "Unregistered",
            NOW.minusMillis(5),
            NOW.minusMillis(1));

    // When
    TokenRejected read = TokenRejected.read(rejected.write());

    // Then
    assertThat(read).isEqualTo(rejected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "xy", "ab cd"})
  void refusesATokenThatIsNotHex(String text) {
    assertThatThrownBy(() -> new PushToken(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverShowsATokenWhole() {
    // Given
    CloudEvent event =
        TokenEventCodec.write(
            "e-1",
            new ActivityChanged(
                NOW,
                "d-1",
                "k-1",
                "b-1",
                1,
                1,
                1,
                null,
                InstanceState.ACTIVE,
                new RegisteredToken(TOKEN, NOW)));
    String almostHex = TOKEN.hex() + "zz";
    ((ObjectNode) event.data().get("updateToken")).put("token", almostHex);

    // When / Then
    assertThat(TOKEN.toString()).doesNotContain(TOKEN.hex().substring(0, 8));
    assertThatThrownBy(() -> TokenEventCodec.read(event))
        .isInstanceOf(MalformedEventException.class)
        .message()
        .doesNotContain(almostHex.substring(0, 8));
  }
}
