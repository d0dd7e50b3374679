package dev.marquee.types.swift;

import dev.marquee.types.definition.Content;

/** The Swift types that fields become, such that the default {@code JSONDecoder} reads them. */
public final class SwiftTypeName {
  private SwiftTypeName() {}

  /** The type of a property, without the question mark of an optional one. */
  public static String of(Content content) {
    return switch (content) {
      case Content.Text _, Content.Colour _ -> "String";
      case Content.Flag _ -> "Bool";
      case Content.Url _ -> "URL";
      case Content.Figure figure ->
          switch (figure.encoding()) {
            case INT -> "Int";
            case DOUBLE -> "Double";
          };
      case Content.Date date ->
          switch (date.encoding()) {
            case UNIX_SECONDS -> "Int";
            case SECONDS_SINCE_2001 -> "Date";
            case ISO_8601 -> "String";
          };
    };
  }
}
