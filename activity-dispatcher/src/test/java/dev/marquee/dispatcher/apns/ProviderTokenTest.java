package dev.marquee.dispatcher.apns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ProviderTokenTest {

  private static final Instant START = Instant.parse("2026-12-01T18:00:00.7Z");

  private final SettableTime time = new SettableTime(START);
  private KeyPair pair;
  private ProviderTokenSource source;

  @BeforeEach
  void makeKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    pair = generator.generateKeyPair();
    source = new ProviderTokenSource(key(), time);
  }

  private ApnsKey key() {
    return new ApnsKey("KEY0000001", "TEAM000001", (ECPrivateKey) pair.getPrivate());
  }

  @Test
  void tokenSaysExactlyWhatAppleAsksFor() {
    // When
    String[] parts = jwt(source.current()).split("\\.", -1);

    // Then
    assertThat(parts).hasSize(3);
    assertThat(decode(parts[0]))
        .isEqualTo(new JsonObject().put("alg", "ES256").put("kid", "KEY0000001"));
    assertThat(decode(parts[1]))
        .isEqualTo(new JsonObject().put("iss", "TEAM000001").put("iat", START.getEpochSecond()));
  }

  @Test
  void signatureIsRawAndGood() throws GeneralSecurityException {
    // Given
    String jwt = jwt(source.current());
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(pair.getPublic());
    verifier.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII));

    // When
    byte[] signature = Base64.getUrlDecoder().decode(jwt.substring(jwt.lastIndexOf('.') + 1));

    // Then
    assertThat(signature).hasSize(64);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @Test
  void tokenIsKeptUntilItAges() {
    // Given
    ProviderToken first = source.current();

    // When
    time.advance(ProviderTokenSource.REFRESH_AGE.minusNanos(1));
    ProviderToken kept = source.current();
    time.advance(Duration.ofNanos(1));
    ProviderToken refreshed = source.current();

    // Then
    assertThat(kept).isSameAs(first);
    assertThat(refreshed).isNotEqualTo(first);
    assertThat(refreshed.issuedAt()).isEqualTo(time.instant());
  }

  @Test
  void clockThatIsSetBackMakesTheTokenOld() {
    // Given
    ProviderToken first = source.current();

    // When
    time.advance(Duration.ofHours(-1));

    // Then
    assertThat(source.current()).isNotEqualTo(first);
  }

  @Test
  void manyThreadsGetOneToken() {
    // Given
    Set<ProviderToken> tokens = ConcurrentHashMap.newKeySet();

    // When
    IntStream.range(0, 1_000).parallel().forEach(_ -> tokens.add(source.current()));

    // Then
    assertThat(tokens).hasSize(1);
  }

  @Test
  void expiredTokenIsReplacedOnceByWhoeverComesFirst() {
    // Given
    ProviderToken rejected = source.current();
    time.advance(ProviderTokenSource.SHORTEST_AGE);

    // When
    boolean first = source.replaceExpired(rejected);
    ProviderToken replacement = source.current();
    boolean second = source.replaceExpired(rejected);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isTrue();
    assertThat(replacement).isNotEqualTo(rejected);
    assertThat(source.current()).isSameAs(replacement);
  }

  @Test
  void youngTokenIsNeverReplaced() {
    // Given
    ProviderToken rejected = source.current();
    time.advance(ProviderTokenSource.SHORTEST_AGE.minusNanos(1));

    // When
    boolean replaced = source.replaceExpired(rejected);

    // Then
    assertThat(replaced).isFalse();
    assertThat(source.current()).isSameAs(rejected);
  }

  @Test
  void tokenThatWasChangedTooSoonGivesWayToTheOneBeforeIt() {
    // Given
    ProviderToken old = source.current();
    time.advance(ProviderTokenSource.REFRESH_AGE);
    ProviderToken tooSoon = source.current();

    // When
    boolean returned = source.returnToPrevious(tooSoon);

    // Then
    assertThat(returned).isTrue();
    assertThat(source.current()).isSameAs(old);
    time.advance(ProviderTokenSource.LONGEST_AGE.minus(ProviderTokenSource.REFRESH_AGE));
    assertThat(source.current()).isNotEqualTo(old).isNotEqualTo(tooSoon);
  }

  @Test
  void oldTokenThatApnsAdmitsNoLongerIsNotReturnedTo() {
    // Given
    source.current();
    time.advance(ProviderTokenSource.LONGEST_AGE);
    ProviderToken tooSoon = source.current();

    // When
    boolean returned = source.returnToPrevious(tooSoon);

    // Then
    assertThat(returned).isFalse();
    assertThat(source.current()).isSameAs(tooSoon);
  }

  private static String jwt(ProviderToken token) {
    assertThat(token.authorization().toString()).startsWith("bearer ");
    return token.authorization().toString().substring("bearer ".length());
  }

  private static JsonObject decode(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), US_ASCII));
  }
}
