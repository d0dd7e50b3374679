package dev.marquee.contracts.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed, path-aware reading of one JSON object: each getter answers a valid value or throws a
 * {@link MalformedEventException} that names the path. Unknown members are ignored. Not
 * thread-safe.
 */
public final class JsonFields {
  /** Longest identifier (booking, show, user, device), in characters (code points). */
  public static final int REFERENCE_LIMIT = 200;

  /** Longest free text of one field, in characters (code points). */
  public static final int TEXT_LIMIT = 1_000;

  /** Most members of an object whose names the producer chooses. */
  public static final int MEMBER_LIMIT = 64;

  private static final Pattern BUNDLE_ID = Pattern.compile("[A-Za-z0-9.-]{1,155}");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z][A-Za-z0-9_+/-]{0,99}");
  private static final String TIME_EXAMPLE = "a time such as 2026-12-04T19:30:00Z";

  /**
   * RFC 3339, a profile of ISO 8601. Four-digit years sort as text, which the order of facts relies
   * on.
   */
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final JsonNode object;
  private final String path;

  private JsonFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Reads {@code node}, which must be an object; {@code path} is its own JSON path. */
  public static JsonFields of(@Nullable JsonNode node, String path) {
    if (node == null || !node.isObject()) {
      throw new MalformedEventException(path, "an object", kind(node));
    }
    return new JsonFields(node, path);
  }

  /** Whether the member is there at all, be it null. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** Whether the member is there and is JSON null. */
  public boolean isNull(String name) {
    JsonNode node = object.get(name);
    return node != null && node.isNull();
  }

  /** A required identifier: 1 to {@value #REFERENCE_LIMIT} printable characters. */
  public String reference(String name) {
    return reference(required(name, "a text"), path + "." + name);
  }

  /** An identifier, or null where the member is absent or null. */
  public @Nullable String optionalReference(String name) {
    JsonNode node = present(name);
    return node == null ? null : reference(node, path + "." + name);
  }

  /** A required bundle id, such as {@code com.example.tickets}. */
  public String bundleId(String name) {
    String found = reference(name);
    if (!BUNDLE_ID.matcher(found).matches()) {
      throw new MalformedEventException(
          path + "." + name, "a bundle id such as com.example.tickets", "\"" + found + "\"");
    }
    return found;
  }

  /** A required text of at most {@value #TEXT_LIMIT} characters, not blank. */
  public String text(String name) {
    String text = text(required(name, "a text"), path + "." + name);
    if (text.isBlank()) {
      throw new MalformedEventException(path + "." + name, "a text that is not blank", "a blank");
    }
    return text;
  }

  /** A required text of at most {@value #TEXT_LIMIT} characters, be it blank. */
  public String verbatim(String name) {
    return text(required(name, "a text"), path + "." + name);
  }

  /** A text, or null where the member is absent, null or blank. */
  public @Nullable String optionalText(String name) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    String text = text(node, path + "." + name);
    return text.isBlank() ? null : text;
  }

  /**
   * A text of a form, or null where the member is absent or null.
   *
   * @param expected the form in words, such as {@code a colour such as #AABBCC}
   */
  public @Nullable String optionalMatch(String name, Pattern form, String expected) {
    return present(name) == null ? null : match(name, form, expected);
  }

  /** A required text of a form; see {@link #optionalMatch}. */
  public String match(String name, Pattern form, String expected) {
    JsonNode node = required(name, expected);
    String text = text(node, path + "." + name);
    if (!form.matcher(text).matches()) {
      throw new MalformedEventException(path + "." + name, expected, found(node));
    }
    return text;
  }

  /** A required time in RFC 3339, from 1970 on. */
  public Instant instant(String name) {
    return instant(required(name, TIME_EXAMPLE), path + "." + name);
  }

  /** A time, or null where the member is absent or null. */
  public @Nullable Instant optionalInstant(String name) {
    JsonNode node = present(name);
    return node == null ? null : instant(node, path + "." + name);
  }

  /** A required IANA time zone. */
  public ZoneId timeZone(String name) {
    String expected = "an IANA time zone such as Europe/Berlin";
    String found = match(name, TIME_ZONE, expected);
    try {
      return ZoneId.of(found);
    } catch (DateTimeException e) {
      throw new MalformedEventException(path + "." + name, expected, "\"" + found + "\"");
    }
  }

  /** A required whole number from {@code least} up. */
  public long wholeNumber(String name, long least) {
    JsonNode node = required(name, "a whole number");
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least) {
      throw new MalformedEventException(
          path + "." + name, "a whole number from " + least + " up", found(node));
    }
    return node.longValue();
  }

  /** A whole number from {@code least} up, or {@code otherwise} where it is absent or null. */
  public long wholeNumber(String name, long least, long otherwise) {
    return present(name) == null ? otherwise : wholeNumber(name, least);
  }

  /** True or false, or {@code otherwise} where the member is absent or null. */
  public boolean flag(String name, boolean otherwise) {
    JsonNode node = present(name);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw new MalformedEventException(path + "." + name, "true or false", found(node));
    }
    return node.booleanValue();
  }

  /** A required UUID, as its 36 characters. */
  public UUID uuid(String name) {
    String found = text(name);
    if (!UUID_FORM.matcher(found).matches()) {
      throw new MalformedEventException(path + "." + name, "a UUID", "\"" + found + "\"");
    }
    return UUID.fromString(found);
  }

  /** One of the named constants, written in lower case. */
  public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    String found = text(name);
    for (E constant : type.getEnumConstants()) {
      if (WireNames.of(constant).equals(found)) {
        return constant;
      }
    }
    throw new MalformedEventException(
        path + "." + name, "one of " + WireNames.all(type), "\"" + found + "\"");
  }

  /** A required object. */
  public JsonFields object(String name) {
    return of(object.get(name), path + "." + name);
  }

  /** An object, or null where the member is absent or null. */
  public @Nullable JsonFields optionalObject(String name) {
    return present(name) == null ? null : object(name);
  }

  /**
   * The members of an object by name, each read by {@code reader}, which answers null to leave one
   * out; empty where it is absent.
   *
   * @param names the form of the names, of which there are at most {@value #MEMBER_LIMIT}
   * @param expected that form in words
   */
  public <T> Map<String, T> members(
      String name,
      Pattern names,
      String expected,
      BiFunction<JsonFields, String, @Nullable T> reader) {
    JsonFields members = optionalObject(name);
    if (members == null) {
      return Map.of();
    }
    if (members.object.size() > MEMBER_LIMIT) {
      throw new MalformedEventException(
          pathOf(name), "at most " + MEMBER_LIMIT + " members", members.object.size() + " members");
    }
    Map<String, T> read = new LinkedHashMap<>();
    for (Iterator<String> each = members.object.fieldNames(); each.hasNext(); ) {
      String member = each.next();
      if (!names.matcher(member).matches()) {
        throw new MalformedEventException(pathOf(name), expected, "\"" + member + "\"");
      }
      T value = reader.apply(members, member);
      if (value != null) {
        read.put(member, value);
      }
    }
    return Map.copyOf(read);
  }

  /** The member as it stands, for values of several types; null where it is absent or null. */
  public @Nullable JsonNode value(String name) {
    return present(name);
  }

  /** The JSON path of a member, for errors of the caller's own. */
  public String pathOf(String name) {
    return path + "." + name;
  }

  /** The object itself; do not change it. */
  JsonNode node() {
    return object;
  }

  private @Nullable JsonNode present(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private JsonNode required(String name, String expected) {
    JsonNode node = present(name);
    if (node == null) {
      throw new MalformedEventException(
          path + "." + name, expected, object.has(name) ? "null" : "nothing");
    }
    return node;
  }

  private static String reference(JsonNode node, String path) {
    String text = text(node, path);
    if (text.isBlank()
        || text.codePointCount(0, text.length()) > REFERENCE_LIMIT
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedEventException(
          path, "1 to " + REFERENCE_LIMIT + " printable characters", found(node));
    }
    return text;
  }

  private static String text(JsonNode node, String path) {
    if (!node.isTextual()) {
      throw new MalformedEventException(path, "a text", found(node));
    }
    String text = node.textValue();
    int length = text.codePointCount(0, text.length());
    if (length > TEXT_LIMIT) {
      throw new MalformedEventException(
          path, "at most " + TEXT_LIMIT + " characters", length + " characters");
    }
    // PostgreSQL stores neither; a record with one must not look like a database fault.
    if (text.indexOf('\0') >= 0) {
      throw new MalformedEventException(path, "a text without NUL characters", "a NUL");
    }
    if (text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
      throw new MalformedEventException(path, "whole characters", "half a surrogate pair");
    }
    return text;
  }

  private static Instant instant(JsonNode node, String path) {
    if (node.isTextual() && TIME.matcher(node.textValue()).matches()) {
      try {
        Instant instant = OffsetDateTime.parse(node.textValue()).toInstant();
        if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST)) {
          return instant;
        }
      } catch (DateTimeException e) {
        // Falls through to the one error below.
      }
    }
    throw new MalformedEventException(path, TIME_EXAMPLE, found(node));
  }

  /** A value in words, or as it stands where it is short. */
  public static String found(JsonNode node) {
    return node.isValueNode() ? node.toString() : kind(node);
  }

  private static String kind(@Nullable JsonNode node) {
    return node == null
        ? "nothing"
        : switch (node.getNodeType()) {
          case OBJECT -> "an object";
          case ARRAY -> "a list";
          case STRING -> "a text";
          case NUMBER -> "a number";
          case BOOLEAN -> "a boolean";
          case NULL -> "null";
          case BINARY, MISSING, POJO -> "nothing";
        };
  }
}
