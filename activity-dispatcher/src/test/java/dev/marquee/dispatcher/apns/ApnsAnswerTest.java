package dev.marquee.dispatcher.apns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsAnswer.Resend;
import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.dispatcher.apns.ApnsOutcome.RequestRejected;
import dev.marquee.dispatcher.apns.ApnsOutcome.Throttled;
import dev.marquee.dispatcher.apns.ApnsOutcome.TokenRejected;
import dev.marquee.dispatcher.apns.ApnsOutcome.Unavailable;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.dispatcher.apns.RejectionReason.Unknown;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ApnsAnswerTest {

  @ParameterizedTest
  @CsvSource({
    "400, BadCollapseId, RequestRejected",
    "400, BadDeviceToken, TokenRejected",
    "400, BadExpirationDate, RequestRejected",
    "400, BadMessageId, RequestRejected",
    "400, BadPriority, RequestRejected",
    "400, BadTopic, CredentialsRejected",
    "400, DeviceTokenNotForTopic, TokenRejected",
    "400, DuplicateHeaders, RequestRejected",
    "400, IdleTimeout, Unavailable",
    "400, InvalidPushType, RequestRejected",
    "400, MissingDeviceToken, RequestRejected",
    "400, MissingTopic, RequestRejected",
    "400, PayloadEmpty, RequestRejected",
    "400, TopicDisallowed, CredentialsRejected",
    "403, BadCertificate, CredentialsRejected",
    "403, BadCertificateEnvironment, CredentialsRejected",
    "403, ExpiredProviderToken, CredentialsRejected",
    "403, Forbidden, CredentialsRejected",
    "403, InvalidProviderToken, CredentialsRejected",
    "403, MissingProviderToken, CredentialsRejected",
    "403, UnrelatedKeyIdInToken, CredentialsRejected",
    "403, BadEnvironmentKeyIdInToken, CredentialsRejected",
    "404, BadPath, RequestRejected",
    "405, MethodNotAllowed, RequestRejected",
    "410, ExpiredToken, TokenRejected",
    "410, Unregistered, TokenRejected",
    "413, PayloadTooLarge, RequestRejected",
    "429, TooManyProviderTokenUpdates, Throttled",
    "429, TooManyRequests, Throttled",
    "500, InternalServerError, Unavailable",
    "503, ServiceUnavailable, Unavailable",
    "503, Shutdown, Unavailable"
  })
  void everyReasonOfAppleHasItsOutcome(int status, String text, String outcome) {
    // When
    ApnsAnswer answer = answer(status, "{\"reason\":\"" + text + "\"}");

    // Then
    assertThat(answer.reason()).isInstanceOf(Known.class);
    assertThat(answer.reasonText()).isEqualTo(text);
    assertThat(answer.reason().status()).isEqualTo(status);
    assertThat(answer.outcome().getClass().getSimpleName()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource(Known.class)
  void everyKnownReasonIsReadBack(Known reason) {
    // When
    ApnsAnswer answer = answer(reason.status(), "{\"reason\":\"" + reason.text() + "\"}");

    // Then
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @Test
  void unknownReasonIsJudgedByItsStatusAndKeepsItsText() {
    // When
    ApnsAnswer answer = answer(400, "{\"reason\":\"TokenFromTheMoon\"}");

    // Then
    assertThat(answer.outcome())
        .isEqualTo(new RequestRejected(new Unknown(400, "TokenFromTheMoon")));
  }

  @ParameterizedTest
  @CsvSource({
    "302, Unavailable",
    "400, RequestRejected",
    "401, CredentialsRejected",
    "403, CredentialsRejected",
    "404, RequestRejected",
    "410, TokenRejected",
    "429, Throttled",
    "500, Unavailable",
    "502, Unavailable"
  })
  void statusAloneDecidesWithoutAReason(int status, String outcome) {
    // When
    ApnsAnswer answer = answer(status, "");

    // Then
    assertThat(answer.reason()).isEqualTo(new Unknown(status, ""));
    assertThat(answer.outcome().getClass().getSimpleName()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "42", "\"text\"", "{\"reason\":7}", "{\"reason\":"})
  void bodyThatIsNotApplesJsonCountsAsNone(String body) {
    // When
    ApnsAnswer answer = answer(503, body);

    // Then
    assertThat(answer.outcome()).isEqualTo(new Unavailable(new Unknown(503, ""), null));
  }

  @Test
  void otherSpellingsSeenOnTheWireAreUnderstood() {
    // When
    ApnsAnswer spaced = answer(503, "{\"reason\":\"Service Unavailable\"}");
    ApnsAnswer shortened = answer(403, "{\"reason\":\"BadEnvironmentKeyInToken\"}");

    // Then
    assertThat(spaced.reason()).isEqualTo(Known.SERVICE_UNAVAILABLE);
    assertThat(shortened.reason()).isEqualTo(Known.BAD_ENVIRONMENT_KEY_ID_IN_TOKEN);
  }

  @Test
  void timestampIsReadInMilliseconds() {
    // When
    ApnsAnswer answer = answer(410, "{\"reason\":\"ExpiredToken\",\"timestamp\":1796148600123}");

    // Then
    assertThat(answer.outcome())
        .isEqualTo(
            new TokenRejected(Known.EXPIRED_TOKEN, Instant.parse("2026-12-01T18:10:00.123Z")));
  }

  @Test
  void absentTimestampStaysAbsent() {
    // When
    ApnsAnswer answer = answer(410, "{\"reason\":\"Unregistered\",\"timestamp\":\"soon\"}");

    // Then
    assertThat(answer.outcome()).isEqualTo(new TokenRejected(Known.UNREGISTERED, null));
  }

  @ParameterizedTest
  @CsvSource({"120, PT2M", "999999999, PT24H"})
  void retryAfterIsReadInSecondsUpToADay(String header, Duration expected) {
    // Given
    Http2Headers headers = headers(429).add("retry-after", header);

    // When
    ApnsAnswer answer = ApnsAnswer.read(headers, null);

    // Then
    assertThat(answer.outcome()).isEqualTo(new Throttled(new Unknown(429, ""), expected));
  }

  @Test
  void retryAfterThatIsADateCountsAsNone() {
    // Given
    Http2Headers headers = headers(503).add("retry-after", "Tue, 01 Dec 2026 18:00:00 GMT");

    // When
    ApnsAnswer answer = ApnsAnswer.read(headers, null);

    // Then
    assertThat(answer.retryAfter()).isNull();
  }

  @Test
  void acceptedPushKeepsTheSandboxsId() {
    // Given
    Http2Headers headers = headers(200).add("apns-unique-id", "u-1");

    // When
    ApnsAnswer answer = ApnsAnswer.read(headers, null);

    // Then
    assertThat(answer.outcome()).isEqualTo(new Accepted("u-1"));
    assertThat(answer.resend()).isEqualTo(Resend.NEVER);
  }

  @Test
  void onlyFaultsOfTheConnectionOrItsProviderTokenAreWorthAnotherTry() {
    // When
    var resends =
        Arrays.stream(Known.values()).filter(known -> resendOf(known) != Resend.NEVER).toList();

    // Then
    assertThat(resends)
        .containsExactly(
            Known.IDLE_TIMEOUT,
            Known.EXPIRED_PROVIDER_TOKEN,
            Known.UNRELATED_KEY_ID_IN_TOKEN,
            Known.TOO_MANY_PROVIDER_TOKEN_UPDATES,
            Known.INTERNAL_SERVER_ERROR,
            Known.SHUTDOWN);
    assertThat(resendOf(Known.EXPIRED_PROVIDER_TOKEN)).isEqualTo(Resend.WITH_A_NEW_PROVIDER_TOKEN);
    assertThat(resendOf(Known.SHUTDOWN)).isEqualTo(Resend.ON_ANOTHER_CONNECTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "99999999999"})
  void statusThatIsNoneBelongsToAServerOutOfOrder(String status) {
    // When
    ApnsAnswer answer = ApnsAnswer.read(new DefaultHttp2Headers().status(status), null);

    // Then
    assertThat(answer.outcome()).isEqualTo(new Unavailable(new Unknown(0, ""), null));
  }

  @Test
  void longUnknownReasonIsCut() {
    // When
    RejectionReason reason = RejectionReason.of(418, "x".repeat(5_000));

    // Then
    assertThat(reason.text()).hasSize(Unknown.TEXT_LIMIT);
  }

  private static Resend resendOf(Known reason) {
    return new ApnsAnswer(reason.status(), reason, null, null, null).resend();
  }

  private static ApnsAnswer answer(int status, String body) {
    return ApnsAnswer.read(headers(status), Buffer.buffer(body));
  }

  private static Http2Headers headers(int status) {
    return new DefaultHttp2Headers().status(Integer.toString(status));
  }
}
