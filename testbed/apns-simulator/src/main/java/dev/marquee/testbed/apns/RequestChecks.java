package dev.marquee.testbed.apns;

import dev.marquee.testbed.apns.ProviderTokenVerdict.Refused;
import dev.marquee.testbed.apns.ProviderTokenVerdict.Trusted;
import dev.marquee.testbed.apns.TokenDirectory.Death;
import dev.marquee.testbed.apns.TokenDirectory.IssuedToken;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * APNs' checks of one request, in its order: method, path, provider token, each header, body, and
 * last whether the token lives. The first that fails gives the reason. What the phone would make of
 * the content is not checked: any body is fine, even one that is no JSON.
 */
final class RequestChecks {
  /** The largest body that APNs takes for anything but VoIP. */
  static final int BODY_LIMIT = 4_096;

  private static final int COLLAPSE_ID_LIMIT = 64;
  private static final int TOKEN_LIMIT = 512;

  /** Seconds beyond this are milliseconds sent by mistake. */
  private static final long EXPIRATION_LIMIT = 100_000_000_000L;

  private static final Set<String> PUSH_TYPES =
      Set.of(
          "alert",
          "background",
          "complication",
          "controls",
          "fileprovider",
          "liveactivity",
          "location",
          "mdm",
          "pushtotalk",
          "voip",
          "widgets");

  private static final String PATH_WITHOUT_TOKEN = "/3/device";
  private static final Pattern ALPHANUMERIC = Pattern.compile("[0-9A-Za-z]*");
  private static final Pattern TOPIC = Pattern.compile("[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final ApnsEnvironment environment;
  private final TokenDirectory tokens;

  RequestChecks(ApnsEnvironment environment, TokenDirectory tokens) {
    this.environment = environment;
    this.tokens = tokens;
  }

  Verdict check(IncomingRequest request, ProviderSession session) {
    PushRequest push = request.push();
    ApnsReason malformed = checkRequestLine(request);
    if (malformed != null) {
      return refuse(malformed, false);
    }
    return switch (session.admit(request.authorization(), push.receivedAt())) {
      case Refused refused -> refuse(refused.reason(), false);
      case Trusted trusted -> checkAuthenticated(push, trusted.key());
    };
  }

  private Verdict checkAuthenticated(PushRequest push, ProviderKey key) {
    IssuedToken token = tokens.find(push.token());
    ApnsReason reason = checkTopic(push, key, token);
    if (reason == null) {
      reason = checkHeaders(push);
    }
    if (reason == null) {
      reason = checkBody(push);
    }
    if (reason != null || token == null) {
      return refuse(reason == null ? ApnsReason.BAD_DEVICE_TOKEN : reason, true);
    }
    Death death = token.death();
    if (death != null && !push.receivedAt().isBefore(death.answeredFrom())) {
      return new Verdict.Refuse(
          new PushAnswer.Rejected(death.reason().status(), death.reason().text(), death.since()),
          true);
    }
    return new Verdict.Deliver(token.receiver());
  }

  private static @Nullable ApnsReason checkRequestLine(IncomingRequest request) {
    PushRequest push = request.push();
    if (!push.method().equals("POST")) {
      return ApnsReason.METHOD_NOT_ALLOWED;
    }
    String token = push.token();
    if (token.isEmpty()) {
      return push.path().equals(PATH_WITHOUT_TOKEN) || push.path().equals(PushRequest.DEVICE_PATH)
          ? ApnsReason.MISSING_DEVICE_TOKEN
          : ApnsReason.BAD_PATH;
    }
    if (!isHex(token)) {
      return ALPHANUMERIC.matcher(token).matches()
          ? ApnsReason.BAD_DEVICE_TOKEN
          : ApnsReason.BAD_PATH;
    }
    if (token.length() > TOKEN_LIMIT || token.length() % 2 != 0) {
      return ApnsReason.BAD_DEVICE_TOKEN;
    }
    return request.duplicateHeaders() ? ApnsReason.DUPLICATE_HEADERS : null;
  }

  /**
   * Push type and topic, and whether the token was issued for them. All tokens here are those of
   * Live Activities.
   */
  private @Nullable ApnsReason checkTopic(
      PushRequest push, ProviderKey key, @Nullable IssuedToken token) {
    String pushType = push.header("apns-push-type");
    if (pushType == null || !PUSH_TYPES.contains(pushType)) {
      return ApnsReason.INVALID_PUSH_TYPE;
    }
    String topic = push.header("apns-topic");
    if (topic == null || topic.isEmpty()) {
      return ApnsReason.MISSING_TOPIC;
    }
    if (!TOPIC.matcher(topic).matches()) {
      return ApnsReason.BAD_TOPIC;
    }
    if (!key.covers(push.bundleId())) {
      return ApnsReason.TOPIC_DISALLOWED;
    }
    if (token == null || token.environment() != environment) {
      return ApnsReason.BAD_DEVICE_TOKEN;
    }
    boolean forThisTopic =
        pushType.equals("liveactivity")
            && topic.endsWith(PushRequest.TOPIC_SUFFIX)
            && push.bundleId().equals(token.bundleId());
    return forThisTopic ? null : ApnsReason.DEVICE_TOKEN_NOT_FOR_TOPIC;
  }

  private static @Nullable ApnsReason checkHeaders(PushRequest push) {
    String priority = push.header("apns-priority");
    if (priority != null && !priority.equals("5") && !priority.equals("10")) {
      return ApnsReason.BAD_PRIORITY;
    }
    String expiration = push.header("apns-expiration");
    if (expiration != null
        && (!DIGITS.matcher(expiration).matches()
            || Long.parseLong(expiration) >= EXPIRATION_LIMIT)) {
      return ApnsReason.BAD_EXPIRATION_DATE;
    }
    String id = push.header("apns-id");
    if (id != null && !UUID.matcher(id).matches()) {
      return ApnsReason.BAD_MESSAGE_ID;
    }
    String collapseId = push.header("apns-collapse-id");
    if (collapseId != null
        && collapseId.getBytes(StandardCharsets.UTF_8).length > COLLAPSE_ID_LIMIT) {
      return ApnsReason.BAD_COLLAPSE_ID;
    }
    return null;
  }

  private static @Nullable ApnsReason checkBody(PushRequest push) {
    if (push.bodyBytes() > BODY_LIMIT) {
      return ApnsReason.PAYLOAD_TOO_LARGE;
    }
    return push.bodyBytes() == 0 ? ApnsReason.PAYLOAD_EMPTY : null;
  }

  /** By hand, because a regular expression takes longer over a token than all other checks. */
  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static Verdict refuse(ApnsReason reason, boolean authenticated) {
    return new Verdict.Refuse(new PushAnswer.Rejected(reason), authenticated);
  }
}
