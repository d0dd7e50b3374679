package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Something that an alert says. */
public sealed interface Phrase {

  /** As it goes on the wire. */
  JsonNode json();

  /** As it goes into logs and histories. */
  String summary();

  /** A text in the language of the device. */
  record Plain(String text) implements Phrase {
    @Override
    public JsonNode json() {
      return TextNode.valueOf(text);
    }

    @Override
    public String summary() {
      return text;
    }
  }

  /** A text that the app looks up. */
  record LocKey(String key, List<String> arguments) implements Phrase {
    /** Copies the arguments. */
    public LocKey {
      arguments = List.copyOf(arguments);
    }

    @Override
    public JsonNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("loc-key", key);
      ArrayNode values = json.putArray("loc-args");
      arguments.forEach(values::add);
      return json;
    }

    @Override
    public String summary() {
      return key + arguments;
    }
  }
}
