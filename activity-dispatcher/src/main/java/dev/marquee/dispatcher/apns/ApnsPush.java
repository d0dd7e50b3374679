package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import dev.marquee.contracts.token.PushToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Live Activity push, ready for the wire. Refuses what APNs would refuse: a push that could
 * only be rejected must not cost the connection.
 *
 * @param apnsId names this push in Apple's logs and in ours; the same for every resend of it
 * @param lane the app and environment that the device token belongs to
 * @param token an ActivityKit token; {@link #toString} shows a fingerprint of it
 * @param payload the JSON body, 1 to 4096 bytes
 * @param priority how urgent the push is
 * @param expiration until when APNs may store and retry it, cut to seconds; {@link Instant#EPOCH}
 *     means one attempt and no storage
 * @param collapseId lets APNs replace a stored push by this one, or null; printable ASCII, at most
 *     64 bytes
 * @param provenToken whether APNs has accepted a push to this token before. Unproven tokens travel
 *     over a connection of their own, because a rejection throttles all that share its connection
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record ApnsPush(
    UUID apnsId,
    ApnsLane lane,
    PushToken token,
    byte[] payload,
    ApnsPriority priority,
    Instant expiration,
    @Nullable String collapseId,
    boolean provenToken) {

  /** The largest body that APNs takes for a push to a device, in bytes. */
  public static final int PAYLOAD_LIMIT = 4096;

  private static final Pattern COLLAPSE_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");

  public ApnsPush {
    requireNonNull(apnsId, "apnsId is null");
    requireNonNull(lane, "lane is null");
    requireNonNull(token, "token is null");
    requireNonNull(priority, "priority is null");
    requireNonNull(expiration, "expiration is null");
    if (payload.length == 0 || payload.length > PAYLOAD_LIMIT) {
      throw new IllegalArgumentException(
          "push %s: the payload has %d bytes, allowed are 1 to %d"
              .formatted(apnsId, payload.length, PAYLOAD_LIMIT));
    }
    if (expiration.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException(
          "push %s: the expiration %s is before 1970".formatted(apnsId, expiration));
    }
    if (collapseId != null && !COLLAPSE_ID.matcher(collapseId).matches()) {
      throw new IllegalArgumentException(
          "push %s: the collapse id is not 1 to 64 printable ASCII characters".formatted(apnsId));
    }
    payload = payload.clone();
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /** The payload as it stands, to be read and not to be changed. */
  ByteBuf body() {
    return Unpooled.wrappedBuffer(payload);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApnsPush that
        && apnsId.equals(that.apnsId)
        && lane.equals(that.lane)
        && token.equals(that.token)
        && Arrays.equals(payload, that.payload)
        && priority == that.priority
        && expiration.equals(that.expiration)
        && Objects.equals(collapseId, that.collapseId)
        && provenToken == that.provenToken;
  }

  @Override
  public int hashCode() {
    return apnsId.hashCode();
  }

  @Override
  public String toString() {
    return "ApnsPush[apnsId=%s, lane=%s, %s, payload=%d bytes, %s, expiration=%s]"
        .formatted(apnsId, lane, token, payload.length, priority, expiration);
  }
}
