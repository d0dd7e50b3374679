package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.NOW;
import static dev.marquee.testbed.apns.Provider.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.marquee.testbed.apns.PushClient.Answer;
import dev.marquee.testbed.apns.PushClient.Push;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of apns.md 1.2 and the reasons of 3.2. */
@Timeout(30)
class RequestChecksTest {
  private static final String UNKNOWN_TOKEN = "ff".repeat(80);

  private final Provider provider = new Provider();

  @AfterEach
  void close() throws Exception {
    provider.close();
  }

  private static Arguments rejected(String what, ApnsReason reason, UnaryOperator<Push> spoilt) {
    return argumentSet(what, reason, spoilt);
  }

  static Stream<Arguments> spoiltRequests() {
    return Stream.of(
        rejected(
            "another method", ApnsReason.METHOD_NOT_ALLOWED, push -> push.method(HttpMethod.PUT)),
        rejected("another path", ApnsReason.BAD_PATH, push -> push.path("/4/device/" + TOKEN)),
        rejected(
            "odd characters in the token",
            ApnsReason.BAD_PATH,
            push -> push.path("/3/device/<0a>")),
        rejected("no token", ApnsReason.MISSING_DEVICE_TOKEN, push -> push.path("/3/device/")),
        rejected(
            "a token that is not hex",
            ApnsReason.BAD_DEVICE_TOKEN,
            push -> push.path("/3/device/xyz0")),
        rejected(
            "half a byte too many",
            ApnsReason.BAD_DEVICE_TOKEN,
            push -> push.path("/3/device/" + TOKEN + "0")),
        rejected(
            "an unknown token",
            ApnsReason.BAD_DEVICE_TOKEN,
            push -> push.path("/3/device/" + UNKNOWN_TOKEN)),
        rejected(
            "a header twice", ApnsReason.DUPLICATE_HEADERS, push -> push.repeated("apns-topic")),
        rejected(
            "no provider token",
            ApnsReason.MISSING_PROVIDER_TOKEN,
            push -> push.without("authorization")),
        rejected(
            "another scheme",
            ApnsReason.MISSING_PROVIDER_TOKEN,
            push -> push.header("authorization", "Basic c2VjcmV0")),
        rejected(
            "no push type", ApnsReason.INVALID_PUSH_TYPE, push -> push.without("apns-push-type")),
        rejected(
            "an invented push type",
            ApnsReason.INVALID_PUSH_TYPE,
            push -> push.header("apns-push-type", "LiveActivity")),
        rejected(
            "another push type",
            ApnsReason.DEVICE_TOKEN_NOT_FOR_TOPIC,
            push -> push.header("apns-push-type", "alert")),
        rejected("no topic", ApnsReason.MISSING_TOPIC, push -> push.without("apns-topic")),
        rejected(
            "a malformed topic",
            ApnsReason.BAD_TOPIC,
            push -> push.header("apns-topic", "com..example")),
        rejected(
            "a topic without suffix",
            ApnsReason.DEVICE_TOKEN_NOT_FOR_TOPIC,
            push -> push.header("apns-topic", PushClient.BUNDLE_ID)),
        rejected(
            "another app's topic",
            ApnsReason.DEVICE_TOKEN_NOT_FOR_TOPIC,
            push -> push.header("apns-topic", "com.example.cinema" + PushRequest.TOPIC_SUFFIX)),
        rejected(
            "an unknown priority",
            ApnsReason.BAD_PRIORITY,
            push -> push.header("apns-priority", "1")),
        rejected(
            "an expiration in milliseconds",
            ApnsReason.BAD_EXPIRATION_DATE,
            push -> push.header("apns-expiration", "1763805600000")),
        rejected(
            "a negative expiration",
            ApnsReason.BAD_EXPIRATION_DATE,
            push -> push.header("apns-expiration", "-1")),
        rejected(
            "an id that is no UUID",
            ApnsReason.BAD_MESSAGE_ID,
            push -> push.header("apns-id", "17")),
        rejected(
            "a collapse id of 65 bytes in 64 characters",
            ApnsReason.BAD_COLLAPSE_ID,
            push -> push.header("apns-collapse-id", "c".repeat(63) + "é")),
        rejected("4097 bytes", ApnsReason.PAYLOAD_TOO_LARGE, push -> push.body("x".repeat(4_097))),
        rejected(
            "far too many bytes",
            ApnsReason.PAYLOAD_TOO_LARGE,
            push -> push.body("x".repeat(100_000))),
        rejected("no body", ApnsReason.PAYLOAD_EMPTY, push -> push.body("")));
  }

  @ParameterizedTest
  @MethodSource("spoiltRequests")
  void rejectsASpoiltRequestWithItsReason(ApnsReason reason, UnaryOperator<Push> spoilt)
      throws Exception {
    // When
    Answer answer = spoilt.apply(provider.push()).answer();

    // Then
    assertThat(answer.reason()).isEqualTo(reason.text());
    assertThat(answer.status()).isEqualTo(reason.status());
    assertThat(answer.headers())
        .containsKey("apns-id")
        .containsEntry("content-type", "application/json");
    assertThat(answer.body().containsKey("timestamp")).isFalse();
    assertThat(provider.phone.received).isEmpty();
  }

  static Stream<Arguments> borderlineRequests() {
    UnaryOperator<Push> priority5 = push -> push.header("apns-priority", "5");
    UnaryOperator<Push> noPriority = push -> push.without("apns-priority");
    UnaryOperator<Push> atOnce = push -> push.header("apns-expiration", "0");
    UnaryOperator<Push> noExpiration = push -> push.without("apns-expiration");
    UnaryOperator<Push> collapseId = push -> push.header("apns-collapse-id", "c".repeat(64));
    UnaryOperator<Push> largest = push -> push.body("{" + " ".repeat(4_094) + "}");
    return Stream.of(
        argumentSet("priority 5", priority5),
        argumentSet("no priority", noPriority),
        argumentSet("expiration 0", atOnce),
        argumentSet("no expiration", noExpiration),
        argumentSet("a collapse id of 64 bytes", collapseId),
        argumentSet("4096 bytes", largest));
  }

  @ParameterizedTest
  @MethodSource("borderlineRequests")
  void acceptsWhatIsJustAllowed(UnaryOperator<Push> changed) throws Exception {
    // When
    Answer answer = changed.apply(provider.push()).answer();

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }

  /** apns.md 5.1: a token of the other environment is as unknown as any other. */
  @Test
  void rejectsATokenOfTheOtherEnvironment() throws Exception {
    // Given
    provider
        .apns
        .tokens()
        .issue(UNKNOWN_TOKEN, PushClient.BUNDLE_ID, ApnsEnvironment.SANDBOX, provider.phone);

    // When
    Answer answer = provider.push(UNKNOWN_TOKEN).answer();

    // Then
    assertThat(answer.reason()).isEqualTo("BadDeviceToken");
  }

  /** apns.md 3.3: since when, in milliseconds. */
  @Test
  void tellsSinceWhenATokenIsDead() throws Exception {
    // Given
    Instant since = NOW.minus(Duration.ofMillis(1_234));
    provider.apns.tokens().retire(TOKEN, ApnsReason.UNREGISTERED, since);

    // When
    Answer answer = provider.push().answer();

    // Then
    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.reason()).isEqualTo("Unregistered");
    assertThat(answer.body().getLong("timestamp")).isEqualTo(since.toEpochMilli());
    assertThat(provider.phone.received).isEmpty();
  }

  /** apns.md 3.4: the first 200s after an uninstall prove nothing. */
  @Test
  void goesOnAcceptingForADeadTokenUntilItIsToldSo() throws Exception {
    // Given
    provider
        .apns
        .tokens()
        .retire(TOKEN, ApnsReason.EXPIRED_TOKEN, NOW, NOW.plus(Duration.ofMinutes(30)));

    // When
    Answer before = provider.push().answer();
    provider.time.advance(Duration.ofMinutes(30));
    Answer after = provider.push().answer();

    // Then
    assertThat(before.status()).isEqualTo(200);
    assertThat(after.reason()).isEqualTo("ExpiredToken");
    assertThat(after.body().getLong("timestamp")).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void acceptsATokenThatIsIssuedAnew() throws Exception {
    // Given
    provider.apns.tokens().retire(TOKEN, ApnsReason.UNREGISTERED, NOW);
    provider
        .apns
        .tokens()
        .issue(TOKEN, PushClient.BUNDLE_ID, ApnsEnvironment.PRODUCTION, provider.phone);

    // When
    Answer answer = provider.push().answer();

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }
}
