package dev.marquee.contracts.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An APNs device token in hex: a push-to-start token or an update token. A secret: {@link
 * #toString} shows the beginning of its fingerprint alone.
 *
 * @param hex lower-case hex digits, of an even number up to {@value #LENGTH_LIMIT}; Apple fixes no
 *     size
 */
public record PushToken(String hex) {
  /** Longest token, in hex digits. */
  public static final int LENGTH_LIMIT = 512;

  /** Lowers the case; refuses everything that is not hex of an even length. */
  public PushToken {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!isHexOfEvenLength(hex)) {
      throw new IllegalArgumentException(
          "a token is 2 to %d hex digits, an even number of them; this has %d characters"
              .formatted(LENGTH_LIMIT, hex.length()));
    }
  }

  // By hand, for every push reads a token: a regular expression took five times as long.
  private static boolean isHexOfEvenLength(String text) {
    if (text.isEmpty() || text.length() > LENGTH_LIMIT || text.length() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      boolean hex = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
      if (!hex) {
        return false;
      }
    }
    return true;
  }

  /**
   * SHA-256 of the token's hex digits, as 64 hex digits: identifies the token without telling it.
   */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(hex.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "token:" + fingerprint().substring(0, 8);
  }
}
