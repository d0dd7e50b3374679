package dev.marquee.dispatcher.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Names every push by what it is: the activity and the {@code aps.timestamp}. */
final class ApnsIds {
  /** The namespace of Marquee's pushes. */
  private static final UUID NAMESPACE = UUID.fromString("2f4c8b1e-5d0a-4f0e-9a6e-6d61727175ee");

  private ApnsIds() {}

  /** The {@code apns-id}, a UUIDv5 (RFC 9562): the same on every replica and after every crash. */
  static UUID of(long activityId, long apsTimestamp) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .flip());
      ByteBuffer digest =
          ByteBuffer.wrap(sha1.digest((activityId + "/" + apsTimestamp).getBytes(UTF_8)));
      long high = (digest.getLong() & ~0xf000L) | 0x5000L;
      long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
