package dev.marquee.dispatcher.apns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.AsciiString;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/**
 * A signed statement that a team sends, good for an hour. A secret: {@link #toString} hides it.
 *
 * @param authorization the value of the {@code authorization} header
 * @param issuedAt the {@code iat} claim
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns">Establishing
 *     a token-based connection to APNs</a>
 */
record ProviderToken(AsciiString authorization, Instant issuedAt) {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  static ProviderToken sign(ApnsKey key, Instant now) {
    JsonObject header = new JsonObject().put("alg", "ES256").put("kid", key.keyId());
    JsonObject claims = new JsonObject().put("iss", key.teamId()).put("iat", now.getEpochSecond());
    String signed = encode(header) + "." + encode(claims);
    try {
      // JWS wants the two numbers of the signature side by side, not in DER.
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.privateKey());
      signature.update(signed.getBytes(UTF_8));
      String token = signed + "." + BASE64.encodeToString(signature.sign());
      return new ProviderToken(AsciiString.cached("bearer " + token), now);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a provider token with " + key, e);
    }
  }

  private static String encode(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "ProviderToken[issuedAt=%s]".formatted(issuedAt);
  }
}
