package dev.marquee.dispatcher.apns;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer of APNs to one request, and the one place that says what each answer means.
 *
 * @param status the HTTP status
 * @param reason why APNs refused, or null if it did not
 * @param since the {@code timestamp} of the body: when a token ceased to be valid
 * @param retryAfter the {@code Retry-After} header. Apple lists none, so it is never relied on
 * @param uniqueId the {@code apns-unique-id} header, which the sandbox sends
 */
record ApnsAnswer(
    int status,
    @Nullable RejectionReason reason,
    @Nullable Instant since,
    @Nullable Duration retryAfter,
    @Nullable String uniqueId) {

  private static final int OK = 200;
  private static final AsciiString OK_TEXT = AsciiString.cached("200");
  private static final AsciiString UNIQUE_ID = AsciiString.cached("apns-unique-id");
  private static final AsciiString RETRY_AFTER = AsciiString.cached("retry-after");
  private static final ApnsAnswer ACCEPTED = new ApnsAnswer(OK, null, null, null, null);
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final long RETRY_AFTER_LIMIT_SECONDS = Duration.ofDays(1).toSeconds();

  /** What a sender may do at once about an answer, before anybody else hears of it. */
  enum Resend {
    /** Nothing would change. */
    NEVER,
    /** The fault is the connection's; another one may be spared it. */
    ON_ANOTHER_CONNECTION,
    /** A connection that has long been quiet fails so; one that is in use does not. */
    IF_THE_CONNECTION_WAS_QUIET,
    /** The provider token has run out; a new one may be admitted. */
    WITH_A_NEW_PROVIDER_TOKEN,
    /** The provider token was changed too soon; the one before it may still be good. */
    WITH_THE_PROVIDER_TOKEN_BEFORE
  }

  /**
   * Reads an answer. A body that is not the JSON that Apple documents counts as none.
   *
   * @param body null if there was none
   */
  static ApnsAnswer read(Http2Headers headers, @Nullable Buffer body) {
    int status = statusOf(headers);
    CharSequence uniqueId = headers.get(UNIQUE_ID);
    if (status == OK) {
      return uniqueId == null
          ? ACCEPTED
          : new ApnsAnswer(status, null, null, null, uniqueId.toString());
    }
    JsonObject told = parse(body);
    return new ApnsAnswer(
        status,
        RejectionReason.of(status, reasonIn(told)),
        told.getValue("timestamp") instanceof Number millis
            ? Instant.ofEpochMilli(millis.longValue())
            : null,
        parseSeconds(headers.get(RETRY_AFTER)),
        uniqueId == null ? null : uniqueId.toString());
  }

  /** The HTTP status, 0 if there is none. */
  static int statusOf(Http2Headers headers) {
    CharSequence status = headers.status();
    if (status == null || AsciiString.contentEquals(status, OK_TEXT)) {
      return status == null ? 0 : OK;
    }
    return DIGITS.matcher(status).matches() ? Integer.parseInt(status, 0, status.length(), 10) : 0;
  }

  /** The reason in the debug data of a GOAWAY; null if there is none. */
  static @Nullable String reasonIn(Buffer debugData) {
    return reasonIn(parse(debugData));
  }

  private static @Nullable String reasonIn(JsonObject told) {
    return told.getValue("reason") instanceof String text ? text : null;
  }

  /** The reason as it stands on the wire, empty if APNs did not refuse. */
  String reasonText() {
    return reason == null ? "" : reason.text();
  }

  ApnsOutcome outcome() {
    return switch (reason) {
      case null -> new ApnsOutcome.Accepted(uniqueId);
      case RejectionReason.Known known -> outcomeOf(known);
      case RejectionReason.Unknown unknown -> outcomeByStatus(unknown);
    };
  }

  private ApnsOutcome outcomeOf(RejectionReason.Known known) {
    return switch (known) {
      case BAD_DEVICE_TOKEN, DEVICE_TOKEN_NOT_FOR_TOPIC, EXPIRED_TOKEN, UNREGISTERED ->
          new ApnsOutcome.TokenRejected(known, since);
      case BAD_TOPIC,
          TOPIC_DISALLOWED,
          BAD_CERTIFICATE,
          BAD_CERTIFICATE_ENVIRONMENT,
          EXPIRED_PROVIDER_TOKEN,
          FORBIDDEN,
          INVALID_PROVIDER_TOKEN,
          MISSING_PROVIDER_TOKEN,
          UNRELATED_KEY_ID_IN_TOKEN,
          BAD_ENVIRONMENT_KEY_ID_IN_TOKEN ->
          new ApnsOutcome.CredentialsRejected(known);
      case TOO_MANY_REQUESTS, TOO_MANY_PROVIDER_TOKEN_UPDATES ->
          new ApnsOutcome.Throttled(known, retryAfter);
      case BAD_COLLAPSE_ID,
          BAD_EXPIRATION_DATE,
          BAD_MESSAGE_ID,
          BAD_PRIORITY,
          DUPLICATE_HEADERS,
          INVALID_PUSH_TYPE,
          MISSING_DEVICE_TOKEN,
          MISSING_TOPIC,
          PAYLOAD_EMPTY,
          BAD_PATH,
          METHOD_NOT_ALLOWED,
          PAYLOAD_TOO_LARGE ->
          new ApnsOutcome.RequestRejected(known);
      case IDLE_TIMEOUT, INTERNAL_SERVER_ERROR, SERVICE_UNAVAILABLE, SHUTDOWN ->
          new ApnsOutcome.Unavailable(known, retryAfter);
    };
  }

  private ApnsOutcome outcomeByStatus(RejectionReason.Unknown unknown) {
    return switch (status) {
      case 401, 403 -> new ApnsOutcome.CredentialsRejected(unknown);
      case 410 -> new ApnsOutcome.TokenRejected(unknown, since);
      case 429 -> new ApnsOutcome.Throttled(unknown, retryAfter);
      default ->
          status >= 400 && status < 500
              ? new ApnsOutcome.RequestRejected(unknown)
              : new ApnsOutcome.Unavailable(unknown, retryAfter);
    };
  }

  Resend resend() {
    if (!(reason instanceof RejectionReason.Known known)) {
      return Resend.NEVER;
    }
    return switch (known) {
      case IDLE_TIMEOUT, SHUTDOWN, UNRELATED_KEY_ID_IN_TOKEN -> Resend.ON_ANOTHER_CONNECTION;
      case INTERNAL_SERVER_ERROR -> Resend.IF_THE_CONNECTION_WAS_QUIET;
      case EXPIRED_PROVIDER_TOKEN -> Resend.WITH_A_NEW_PROVIDER_TOKEN;
      case TOO_MANY_PROVIDER_TOKEN_UPDATES -> Resend.WITH_THE_PROVIDER_TOKEN_BEFORE;
      case BAD_COLLAPSE_ID,
          BAD_DEVICE_TOKEN,
          BAD_EXPIRATION_DATE,
          BAD_MESSAGE_ID,
          BAD_PRIORITY,
          BAD_TOPIC,
          DEVICE_TOKEN_NOT_FOR_TOPIC,
          DUPLICATE_HEADERS,
          INVALID_PUSH_TYPE,
          MISSING_DEVICE_TOKEN,
          MISSING_TOPIC,
          PAYLOAD_EMPTY,
          TOPIC_DISALLOWED,
          BAD_CERTIFICATE,
          BAD_CERTIFICATE_ENVIRONMENT,
          FORBIDDEN,
          INVALID_PROVIDER_TOKEN,
          MISSING_PROVIDER_TOKEN,
          BAD_ENVIRONMENT_KEY_ID_IN_TOKEN,
          BAD_PATH,
          METHOD_NOT_ALLOWED,
          EXPIRED_TOKEN,
          UNREGISTERED,
          PAYLOAD_TOO_LARGE,
          TOO_MANY_REQUESTS,
          SERVICE_UNAVAILABLE ->
          Resend.NEVER;
    };
  }

  private static JsonObject parse(@Nullable Buffer body) {
    try {
      return body == null || body.length() == 0 ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  private static @Nullable Duration parseSeconds(@Nullable CharSequence retryAfter) {
    if (retryAfter == null || !DIGITS.matcher(retryAfter).matches()) {
      return null;
    }
    return Duration.ofSeconds(
        Math.min(Long.parseLong(retryAfter.toString()), RETRY_AFTER_LIMIT_SECONDS));
  }
}
