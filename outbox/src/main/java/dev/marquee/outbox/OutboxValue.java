package dev.marquee.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/** The value of a record to come. */
public sealed interface OutboxValue {

  /** JSON, readable in the table; goes out as UTF-8. Not the JSON {@code null}. */
  record Json(JsonNode node) implements OutboxValue {

    /** Rejects {@code null}, which the table could not tell from a tombstone. */
    public Json {
      if (node.isNull() || node.isMissingNode()) {
        throw new IllegalArgumentException("A JSON null is no value; say Tombstone");
      }
    }

    /** Without the content, which may be secret. */
    @Override
    public String toString() {
      return "Json[" + node.getNodeType() + "]";
    }
  }

  /**
   * Bytes that need not be JSON, such as those of a dead letter.
   *
   * @param base64 as the table keeps them
   */
  record Bytes(String base64) implements OutboxValue {

    /** Rejects what is no base64. */
    public Bytes {
      Base64.getDecoder().decode(base64);
    }

    /** Takes a copy. */
    public static Bytes of(byte[] bytes) {
      return new Bytes(Base64.getEncoder().encodeToString(bytes));
    }

    /** Returns a copy. */
    public byte[] decoded() {
      return Base64.getDecoder().decode(base64);
    }

    /** Without the content, which may be secret. */
    @Override
    public String toString() {
      return "Bytes[" + decoded().length + "]";
    }
  }

  /** No value: a compacted topic forgets the key. */
  record Tombstone() implements OutboxValue {}
}
