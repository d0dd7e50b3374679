package dev.marquee.types.swift;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.Field;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints the Swift source of a type: one file for the app and its widget extension. Properties are
 * named as on the wire and need no coding keys; ActivityKit decodes them with a default {@code
 * JSONDecoder}.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/activitykit/activityattributes">ActivityAttributes</a>
 */
public final class SwiftPrinter {
  /** Words that may name a property only between backticks. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "as",
          "associatedtype",
          "break",
          "case",
          "catch",
          "class",
          "continue",
          "default",
          "defer",
          "deinit",
          "do",
          "else",
          "enum",
          "extension",
          "fallthrough",
          "false",
          "fileprivate",
          "for",
          "func",
          "guard",
          "if",
          "import",
          "in",
          "init",
          "inout",
          "internal",
          "is",
          "let",
          "nil",
          "operator",
          "precedencegroup",
          "private",
          "protocol",
          "public",
          "repeat",
          "rethrows",
          "return",
          "self",
          "static",
          "struct",
          "subscript",
          "super",
          "switch",
          "throw",
          "throws",
          "true",
          "try",
          "typealias",
          "var",
          "where",
          "while");

  private SwiftPrinter() {}

  /** The source of a type. */
  public static String print(ActivityType type) {
    return """
    // Printed by: ./marquee types swift
    // The definition of this type is the one truth of it: change that, and print this anew.

    import ActivityKit
    import Foundation

    struct %s: ActivityAttributes {
      struct ContentState: Codable, Hashable {
    %s  }

    %s}
    """
        .formatted(
            type.name(),
            properties("    ", type.contentState()),
            properties("  ", type.attributes()));
  }

  private static String properties(String indent, Map<String, Field> fields) {
    return fields.entrySet().stream()
        .map(entry -> property(indent, entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String property(String indent, String name, Field field) {
    return "%s/// %s\n%svar %s: %s%s\n"
        .formatted(
            indent,
            comment(field),
            indent,
            KEYWORDS.contains(name) ? "`" + name + "`" : name,
            SwiftTypeName.of(field.content()),
            field.required() ? "" : "?");
  }

  private static String comment(Field field) {
    if (field.labelOf() != null) {
      return "What `" + field.labelOf() + "` is called; there only together with it.";
    }
    return switch (field.content()) {
      case Content.Text _ -> "A text for people, in the language of the device.";
      case Content.Figure _ -> "A number.";
      case Content.Flag _ -> "Yes or no.";
      case Content.Colour _ -> "A colour, `#RRGGBB`.";
      case Content.Url _ -> "An absolute URL.";
      case Content.Date date ->
          switch (date.encoding()) {
            case UNIX_SECONDS ->
                "Seconds since 1970: `Date(timeIntervalSince1970: TimeInterval(...))`.";
            case SECONDS_SINCE_2001 ->
                "On the wire seconds since 2001-01-01T00:00:00Z, as `JSONDecoder` reads a `Date`.";
            case ISO_8601 -> "ISO 8601, such as 2026-12-04T18:30:00Z: `ISO8601DateFormatter()`.";
          };
    };
  }
}
