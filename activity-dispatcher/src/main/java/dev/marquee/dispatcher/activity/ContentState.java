package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * What a card shows, rendered for its activity type.
 *
 * @param json the {@code content-state}; do not change it
 * @param hash equal for equal content
 */
public record ContentState(ObjectNode json, String hash) {
  static ContentState of(ObjectNode json) {
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return new ContentState(json, Digests.hex(bytes, 16));
  }
}
