package dev.marquee.testbed.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Map;

/**
 * Reads JSON as Swift's {@code JSONDecoder} does by default: no conversion of names or dates,
 * unknown members dropped, a missing member fine only if optional, and no value taken for another
 * type.
 */
public final class SwiftDecoder {
  private SwiftDecoder() {}

  /**
   * The members that the struct declares and the JSON has. Fails as a whole on the first that does
   * not fit.
   */
  public static ObjectNode decode(SwiftStruct struct, JsonNode json) throws UndecodableException {
    return decodeStruct(struct, json, "");
  }

  private static ObjectNode decodeStruct(SwiftStruct struct, JsonNode json, String path)
      throws UndecodableException {
    if (!json.isObject()) {
      throw mismatch(struct, json, path);
    }
    ObjectNode decoded = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, SwiftStruct.Member> declared : struct.members().entrySet()) {
      String name = path.isEmpty() ? declared.getKey() : path + "." + declared.getKey();
      JsonNode value = json.path(declared.getKey());
      if (!value.isMissingNode() && !value.isNull()) {
        decoded.set(declared.getKey(), decodeValue(declared.getValue().type(), value, name));
      } else if (!declared.getValue().optional()) {
        throw new UndecodableException(
            (value.isNull() ? "null for member " : "missing member ") + name);
      }
    }
    return decoded;
  }

  private static JsonNode decodeValue(SwiftType type, JsonNode json, String path)
      throws UndecodableException {
    return switch (type) {
      case SwiftStruct struct -> decodeStruct(struct, json, path);
      case SwiftType.Array array -> decodeArray(array, json, path);
      case SwiftType.Enumeration enumeration ->
          checked(
              json.isTextual() && enumeration.rawValues().contains(json.textValue()),
              type,
              json,
              path);
      case SwiftType.Scalar scalar -> checked(fits(scalar, json), type, json, path);
    };
  }

  private static ArrayNode decodeArray(SwiftType.Array array, JsonNode json, String path)
      throws UndecodableException {
    if (!json.isArray()) {
      throw mismatch(array, json, path);
    }
    ArrayNode decoded = JsonNodeFactory.instance.arrayNode(json.size());
    for (int i = 0; i < json.size(); i++) {
      decoded.add(decodeValue(array.element(), json.get(i), path + "[" + i + "]"));
    }
    return decoded;
  }

  private static boolean fits(SwiftType.Scalar type, JsonNode json) {
    return switch (type) {
      case STRING -> json.isTextual();
      case INT -> json.isNumber() && json.canConvertToExactIntegral() && json.canConvertToLong();
      case DOUBLE, DATE -> json.isNumber();
      case BOOL -> json.isBoolean();
      case DATA -> json.isTextual() && isBase64(json.textValue());
      case URL -> json.isTextual() && isUrl(json.textValue());
    };
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUrl(String text) {
    try {
      return !text.isEmpty() && !new URI(text).toString().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static JsonNode checked(boolean fits, SwiftType type, JsonNode json, String path)
      throws UndecodableException {
    if (!fits) {
      throw mismatch(type, json, path);
    }
    return json;
  }

  private static UndecodableException mismatch(SwiftType expected, JsonNode found, String path) {
    String where = path.isEmpty() ? "" : "member " + path + ": ";
    return new UndecodableException(where + "expected " + expected.describe() + ", found " + found);
  }
}
