package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.apns.ProviderTokenVerdict.Refused;
import dev.marquee.testbed.apns.ProviderTokenVerdict.Trusted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verifies provider tokens (ES256, known {@code kid}, the key's own team as {@code iss}) and
 * remembers what it found, so that a token is verified once and not per push. Safe for use by any
 * thread.
 */
final class ProviderTokens {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RAW_SIGNATURE_BYTES = 64;

  /** Honest clients use a handful of tokens; beyond this many it starts to remember afresh. */
  private static final int REMEMBERED_LIMIT = 1_000;

  private static final Refused INVALID = new Refused(ApnsReason.INVALID_PROVIDER_TOKEN);

  private final Map<String, ProviderKey> keys;
  private final Map<String, ProviderTokenVerdict> remembered = new ConcurrentHashMap<>();

  ProviderTokens(Collection<ProviderKey> keys) {
    this.keys =
        keys.stream()
            .collect(Collectors.toUnmodifiableMap(ProviderKey::keyId, Function.identity()));
  }

  ProviderTokenVerdict verify(String token) {
    if (remembered.size() >= REMEMBERED_LIMIT) {
      remembered.clear();
    }
    return remembered.computeIfAbsent(token, this::verifyAfresh);
  }

  private ProviderTokenVerdict verifyAfresh(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return INVALID;
    }
    try {
      JsonNode header = JSON.readTree(decode(parts[0]));
      JsonNode claims = JSON.readTree(decode(parts[1]));
      ProviderKey key = keys.get(header.path("kid").asText());
      boolean valid =
          key != null
              && header.path("alg").asText().equals("ES256")
              && claims.path("iss").asText().equals(key.teamId())
              && claims.path("iat").isNumber()
              && signed(key, parts[0] + "." + parts[1], decode(parts[2]));
      return valid && key != null
          ? new Trusted(key, Instant.ofEpochSecond(claims.path("iat").asLong()))
          : INVALID;
    } catch (IOException | IllegalArgumentException e) {
      return INVALID;
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  /** RFC 7518 asks for the raw form; a widely used client signs in DER, and Apple takes both. */
  private static boolean signed(ProviderKey key, String text, byte[] signature) {
    String algorithm =
        signature.length == RAW_SIGNATURE_BYTES
            ? "SHA256withECDSAinP1363Format"
            : "SHA256withECDSA";
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key.publicKey());
      verifier.update(text.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot verify with " + key, e);
    }
  }
}
