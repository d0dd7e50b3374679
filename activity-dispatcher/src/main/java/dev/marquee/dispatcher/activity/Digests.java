package dev.marquee.dispatcher.activity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short SHA-256 digests: equal for equal content, on every machine and in every release. */
final class Digests {
  private Digests() {}

  /** The first {@code length} bytes in hex. */
  static String hex(byte[] content, int length) {
    return HexFormat.of().formatHex(sha256(content), 0, length);
  }

  /** The first 32 bits. */
  static int word(String content) {
    return ByteBuffer.wrap(sha256(content.getBytes(StandardCharsets.UTF_8))).getInt();
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
