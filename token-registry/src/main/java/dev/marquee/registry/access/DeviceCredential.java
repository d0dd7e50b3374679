package dev.marquee.registry.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The secret that one install reports with when its user's login has expired. The registry keeps
 * its {@link #hash} alone; with 256 random bits that needs neither salt nor stretching.
 */
public record DeviceCredential(String secret) {
  private static final String PREFIX = "mdc_";
  private static final int RANDOM_BYTES = 32;

  /** A new one. */
  public static DeviceCredential generate(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new DeviceCredential(
        PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** SHA-256 in hex. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "credential:" + hash().substring(0, 8);
  }
}
