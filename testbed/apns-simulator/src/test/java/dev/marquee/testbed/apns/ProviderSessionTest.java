package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.apns.ProviderTokenVerdict.Refused;
import dev.marquee.testbed.apns.ProviderTokenVerdict.Trusted;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of apns.md 2.1 and 2.2. */
@Timeout(30)
class ProviderSessionTest {
  private static final DeveloperKey KEY = DeveloperKey.generate("TEAM000001", "KEY0000001");
  private static final DeveloperKey SAME_TEAM = DeveloperKey.generate("TEAM000001", "KEY0000002");
  private static final DeveloperKey OTHER_TEAM = DeveloperKey.generate("TEAM000002", "KEY0000003");

  private final ProviderTokens tokens =
      new ProviderTokens(
          List.of(KEY.providerKey(), SAME_TEAM.providerKey(), OTHER_TEAM.providerKey()));
  private final ProviderSession session = new ProviderSession(ApnsEnvironment.PRODUCTION, tokens);

  private ProviderTokenVerdict admit(String token, Instant now) {
    return session.admit("bearer " + token, now);
  }

  private static Refused refused(ApnsReason reason) {
    return new Refused(reason);
  }

  @Test
  void admitsARawSignature() {
    // When
    ProviderTokenVerdict verdict = admit(KEY.providerToken(NOW), NOW);

    // Then
    assertThat(verdict).isEqualTo(new Trusted(KEY.providerKey(), NOW));
  }

  /** apns.md 1.5, Java notes: one client signs in DER, and works. */
  @Test
  void admitsASignatureInDer() throws Exception {
    // Given
    String raw = KEY.providerToken(NOW);
    String signed = raw.substring(0, raw.lastIndexOf('.'));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(KEY.privateKey());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    String der =
        signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());

    // When
    ProviderTokenVerdict verdict = admit(der, NOW);

    // Then
    assertThat(verdict).isInstanceOf(Trusted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.e30", "e30.e30.", "....", "é.é.é"})
  void refusesWhatIsNoToken(String token) {
    // When / Then
    assertThat(admit(token, NOW)).isEqualTo(refused(ApnsReason.INVALID_PROVIDER_TOKEN));
  }

  @Test
  void refusesAKeyThatItDoesNotKnow() {
    // Given
    DeveloperKey stranger = DeveloperKey.generate("TEAM000001", "KEY0000009");

    // When / Then
    assertThat(admit(stranger.providerToken(NOW), NOW))
        .isEqualTo(refused(ApnsReason.INVALID_PROVIDER_TOKEN));
  }

  @Test
  void refusesASignatureByAnotherKey() {
    // Given
    DeveloperKey forger = DeveloperKey.generate(KEY.teamId(), KEY.keyId());

    // When / Then
    assertThat(admit(forger.providerToken(NOW), NOW))
        .isEqualTo(refused(ApnsReason.INVALID_PROVIDER_TOKEN));
  }

  @Test
  void refusesAnotherTeamInTheName() {
    // Given
    ProviderKey swapped = new ProviderKey("TEAM000009", KEY.keyId(), KEY.providerKey().publicKey());
    ProviderSession other =
        new ProviderSession(ApnsEnvironment.PRODUCTION, new ProviderTokens(List.of(swapped)));

    // When
    ProviderTokenVerdict verdict = other.admit("bearer " + KEY.providerToken(NOW), NOW);

    // Then
    assertThat(verdict).isEqualTo(refused(ApnsReason.INVALID_PROVIDER_TOKEN));
  }

  @ParameterizedTest
  @CsvSource({"PT1H,false", "PT1H1S,true", "-PT1H,false", "-PT1H1S,true", "P90D,true"})
  void refusesATokenMoreThanAnHourFromNow(Duration age, boolean expired) {
    // When
    ProviderTokenVerdict verdict = admit(KEY.providerToken(NOW.minus(age)), NOW);

    // Then
    assertThat(
            verdict instanceof Refused(ApnsReason reason)
                && reason == ApnsReason.EXPIRED_PROVIDER_TOKEN)
        .isEqualTo(expired);
  }

  @Test
  void refusesATokenThatExpiresWhileItIsUsed() {
    // Given
    String token = KEY.providerToken(NOW);
    admit(token, NOW);

    // When / Then
    assertThat(admit(token, NOW.plus(Duration.ofMinutes(61))))
        .isEqualTo(refused(ApnsReason.EXPIRED_PROVIDER_TOKEN));
  }

  @Test
  void refusesAChangeOfTokenTooSoonAndStillAdmitsTheOldOne() {
    // Given
    String first = KEY.providerToken(NOW);
    admit(first, NOW);

    // When
    ProviderTokenVerdict changed = admit(KEY.providerToken(NOW.plusSeconds(1)), NOW.plusSeconds(1));
    ProviderTokenVerdict unchanged = admit(first, NOW.plusSeconds(2));

    // Then
    assertThat(changed).isEqualTo(refused(ApnsReason.TOO_MANY_PROVIDER_TOKEN_UPDATES));
    assertThat(unchanged).isInstanceOf(Trusted.class);
  }

  @Test
  void admitsAChangeOfTokenAfterTwentyMinutes() {
    // Given
    admit(KEY.providerToken(NOW), NOW);
    Instant later = NOW.plus(Duration.ofMinutes(20));

    // When / Then
    assertThat(admit(KEY.providerToken(later), later)).isInstanceOf(Trusted.class);
  }

  @Test
  void admitsTheHourlyRefreshOnAConnectionOpenedJustBefore() {
    // Given
    Instant refresh = NOW.plus(Duration.ofMinutes(50));
    admit(KEY.providerToken(NOW), refresh.minusSeconds(60));

    // When / Then
    assertThat(admit(KEY.providerToken(refresh), refresh)).isInstanceOf(Trusted.class);
  }

  @Test
  void refusesToGoBackAndForthBetweenTwoTokens() {
    // Given
    Instant refresh = NOW.plus(Duration.ofMinutes(50));
    String first = KEY.providerToken(NOW);
    admit(first, NOW);
    admit(KEY.providerToken(refresh), refresh);

    // When / Then
    assertThat(admit(first, refresh.plusSeconds(1)))
        .isEqualTo(refused(ApnsReason.TOO_MANY_PROVIDER_TOKEN_UPDATES));
  }

  /** apns.md 1.5: one connection, one team. */
  @Test
  void refusesAnotherTeamOnTheSameConnection() {
    // Given
    admit(KEY.providerToken(NOW), NOW);

    // When / Then
    assertThat(admit(OTHER_TEAM.providerToken(NOW), NOW))
        .isEqualTo(refused(ApnsReason.UNRELATED_KEY_ID_IN_TOKEN));
  }

  @Test
  void refusesAKeyOfTheOtherEnvironment() {
    // Given
    ProviderKey sandboxOnly =
        new ProviderKey(
            KEY.teamId(),
            KEY.keyId(),
            KEY.providerKey().publicKey(),
            Set.of(ApnsEnvironment.SANDBOX),
            Set.of());
    ProviderSession production =
        new ProviderSession(ApnsEnvironment.PRODUCTION, new ProviderTokens(List.of(sandboxOnly)));

    // When
    ProviderTokenVerdict verdict = production.admit("bearer " + KEY.providerToken(NOW), NOW);

    // Then
    assertThat(verdict).isEqualTo(refused(ApnsReason.BAD_ENVIRONMENT_KEY_ID_IN_TOKEN));
  }

  @Test
  void disallowsTopicsThatTheKeyDoesNotCover() throws Exception {
    // Given
    DeveloperKey narrow = DeveloperKey.generate("TEAM000001", "KEY0000004");
    ProviderKey cinemaOnly =
        new ProviderKey(
            narrow.teamId(),
            narrow.keyId(),
            narrow.providerKey().publicKey(),
            Set.of(ApnsEnvironment.PRODUCTION),
            Set.of("com.example.cinema"));
    try (Provider provider = new Provider(builder -> builder.key(cinemaOnly))) {

      // When
      PushClient.Answer answer =
          provider.client.push(Provider.TOKEN, narrow.providerToken(NOW)).answer();

      // Then
      assertThat(answer.reason()).isEqualTo("TopicDisallowed");
    }
  }
}
