package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The body of a request. It is kept as the bytes that came, a fraction of what they take decoded,
 * because most of the pushes that a simulator records are never looked at.
 */
public final class PushBody {
  /** No bytes at all, or too many to keep. */
  static final PushBody NONE = new PushBody(new byte[0]);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final byte[] bytes;

  PushBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The body that says this. */
  public static PushBody of(JsonNode json) {
    return new PushBody(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  void copyTo(byte[] longer) {
    System.arraycopy(bytes, 0, longer, 0, bytes.length);
  }

  /** How many bytes are kept. */
  int length() {
    return bytes.length;
  }

  /**
   * What it says, decoded anew by each call; a missing node if it is no JSON, which APNs does not
   * mind.
   */
  public JsonNode json() {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
