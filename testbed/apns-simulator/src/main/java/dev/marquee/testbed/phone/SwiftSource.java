package dev.marquee.testbed.phone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles, as far as a virtual phone needs it, the Swift file of an {@code ActivityAttributes}
 * type: two structs of stored properties, one of them nested and called {@code ContentState}.
 * Anything else in the file is refused, since a real compiler might make something of it.
 */
public final class SwiftSource {
  private static final Pattern STRUCT = Pattern.compile("struct (\\w+): ([\\w, ]+) \\{");
  private static final Pattern PROPERTY = Pattern.compile("(?:let|var) `?(\\w+)`?: (\\w+)(\\??)");

  private static final Map<String, SwiftType> TYPES =
      Map.of(
          "String", SwiftType.Scalar.STRING,
          "Int", SwiftType.Scalar.INT,
          "Double", SwiftType.Scalar.DOUBLE,
          "Bool", SwiftType.Scalar.BOOL,
          "Date", SwiftType.Scalar.DATE,
          "Data", SwiftType.Scalar.DATA,
          "URL", SwiftType.Scalar.URL);

  private final Deque<String> open = new ArrayDeque<>();
  private String attributesType = "";
  private SwiftStruct attributes = SwiftStruct.empty();
  private SwiftStruct contentState = SwiftStruct.empty();

  private SwiftSource() {}

  /**
   * The activity that a source declares.
   *
   * @param bookingIdMember which of the attributes tells the app whose card it is
   * @throws IllegalArgumentException for a line that declares nothing known
   */
  public static ActivityDefinition compile(String source, String bookingIdMember) {
    SwiftSource compiled = new SwiftSource();
    source.lines().map(String::strip).forEach(compiled::read);
    return new ActivityDefinition(
        compiled.attributesType, compiled.attributes, compiled.contentState, bookingIdMember);
  }

  private void read(String line) {
    if (line.isEmpty() || line.startsWith("//") || line.startsWith("import ")) {
      return;
    }
    Matcher struct = STRUCT.matcher(line);
    Matcher property = PROPERTY.matcher(line);
    if (struct.matches()) {
      open(struct.group(1));
    } else if (line.equals("}") && !open.isEmpty()) {
      open.pop();
    } else if (property.matches() && !open.isEmpty()) {
      declare(property.group(1), property.group(2), !property.group(3).isEmpty());
    } else {
      throw new IllegalArgumentException("A virtual phone cannot compile: " + line);
    }
  }

  private void open(String name) {
    if (open.isEmpty()) {
      attributesType = name;
    }
    open.push(name);
  }

  private void declare(String name, String typeName, boolean optional) {
    SwiftType type = TYPES.get(typeName);
    if (type == null) {
      throw new IllegalArgumentException("A virtual phone has no Swift type " + typeName);
    }
    if ("ContentState".equals(open.peek())) {
      contentState =
          optional ? contentState.optional(name, type) : contentState.required(name, type);
    } else {
      attributes = optional ? attributes.optional(name, type) : attributes.required(name, type);
    }
  }
}
