package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why APNs did not accept a push, as its answer says. What to do about it is not decided here: the
 * {@link ApnsOutcome} that carries a reason tells what the reason is about.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns">Handling
 *     notification responses from APNs</a>
 */
public sealed interface RejectionReason {

  /** The HTTP status that the reason came with. */
  int status();

  /** The reason as it stands on the wire, {@code Unregistered} for example. */
  String text();

  /** A reason that Apple documents, or that was seen on the wire and understood. */
  enum Known implements RejectionReason {
    BAD_COLLAPSE_ID(400, "BadCollapseId"),
    BAD_DEVICE_TOKEN(400, "BadDeviceToken"),
    BAD_EXPIRATION_DATE(400, "BadExpirationDate"),
    BAD_MESSAGE_ID(400, "BadMessageId"),
    BAD_PRIORITY(400, "BadPriority"),
    BAD_TOPIC(400, "BadTopic"),
    DEVICE_TOKEN_NOT_FOR_TOPIC(400, "DeviceTokenNotForTopic"),
    DUPLICATE_HEADERS(400, "DuplicateHeaders"),
    IDLE_TIMEOUT(400, "IdleTimeout"),
    INVALID_PUSH_TYPE(400, "InvalidPushType"),
    MISSING_DEVICE_TOKEN(400, "MissingDeviceToken"),
    MISSING_TOPIC(400, "MissingTopic"),
    PAYLOAD_EMPTY(400, "PayloadEmpty"),
    TOPIC_DISALLOWED(400, "TopicDisallowed"),
    BAD_CERTIFICATE(403, "BadCertificate"),
    BAD_CERTIFICATE_ENVIRONMENT(403, "BadCertificateEnvironment"),
    EXPIRED_PROVIDER_TOKEN(403, "ExpiredProviderToken"),
    FORBIDDEN(403, "Forbidden"),
    INVALID_PROVIDER_TOKEN(403, "InvalidProviderToken"),
    MISSING_PROVIDER_TOKEN(403, "MissingProviderToken"),
    UNRELATED_KEY_ID_IN_TOKEN(403, "UnrelatedKeyIdInToken"),
    /** Documented so; the wire has been seen to say {@code BadEnvironmentKeyInToken}. */
    BAD_ENVIRONMENT_KEY_ID_IN_TOKEN(403, "BadEnvironmentKeyIdInToken"),
    BAD_PATH(404, "BadPath"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    EXPIRED_TOKEN(410, "ExpiredToken"),
    UNREGISTERED(410, "Unregistered"),
    PAYLOAD_TOO_LARGE(413, "PayloadTooLarge"),
    TOO_MANY_PROVIDER_TOKEN_UPDATES(429, "TooManyProviderTokenUpdates"),
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    INTERNAL_SERVER_ERROR(500, "InternalServerError"),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable"),
    SHUTDOWN(503, "Shutdown");

    private static final Map<String, Known> BY_TEXT =
        Arrays.stream(values()).collect(toUnmodifiableMap(Known::text, Function.identity()));

    private final int status;
    private final String text;

    Known(int status, String text) {
      this.status = status;
      this.text = text;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /**
   * A reason that this version does not know: Apple adds some. Only the status says what it is
   * about.
   *
   * @param status the HTTP status
   * @param text the raw reason, empty if the answer had none, cut to {@value #TEXT_LIMIT}
   *     characters
   */
  record Unknown(int status, String text) implements RejectionReason {

    /** How much of an unknown reason is kept: it ends up in logs and tables. */
    static final int TEXT_LIMIT = 100;

    public Unknown {
      requireNonNull(text, "text is null");
      text = text.substring(0, Math.min(text.length(), TEXT_LIMIT));
    }
  }

  /**
   * Reads a reason. Known ones are recognised by their text alone, because the status of some has
   * been seen to differ from Apple's pages.
   */
  static RejectionReason of(int status, @Nullable String text) {
    if (text == null) {
      return new Unknown(status, "");
    }
    // Apple prints "Service Unavailable" in one table and "ServiceUnavailable" in another.
    String spelling = text.replace(" ", "");
    Known known =
        spelling.equals("BadEnvironmentKeyInToken")
            ? Known.BAD_ENVIRONMENT_KEY_ID_IN_TOKEN
            : Known.BY_TEXT.get(spelling);
    return known == null ? new Unknown(status, text) : known;
  }
}
