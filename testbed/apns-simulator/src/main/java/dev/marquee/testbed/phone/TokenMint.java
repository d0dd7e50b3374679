package dev.marquee.testbed.phone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The random part of a phone: its tokens and ids, the same for the same seed. Guarded by the lock
 * of its phone.
 */
final class TokenMint {
  /** 160 hex digits, as they are seen today. */
  private static final int TOKEN_BYTES = 80;

  private final SplittableRandom random;

  TokenMint(long fleetSeed, String phoneName) {
    random = new SplittableRandom(seed(fleetSeed, phoneName));
  }

  /** By a real digest, because two phones with the same seed would share every token. */
  private static long seed(long fleetSeed, String phoneName) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = (fleetSeed + " " + phoneName).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(digest.digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** In capitals, as Swift prints them. */
  String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString().toUpperCase(Locale.ROOT);
  }
}
