package dev.marquee.testbed.phone;

import java.util.Objects;

/**
 * One Swift {@code ActivityAttributes} type of an app.
 *
 * @param attributesType the name of the Swift struct
 * @param attributes its own members, which never change
 * @param contentState the members of its {@code ContentState}
 * @param bookingIdMember which of the attributes tells the app whose card it is
 */
public record ActivityDefinition(
    String attributesType,
    SwiftStruct attributes,
    SwiftStruct contentState,
    String bookingIdMember) {
  public ActivityDefinition {
    Objects.requireNonNull(attributesType, "attributesType");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(contentState, "contentState");
    SwiftStruct.Member member = attributes.members().get(bookingIdMember);
    if (member == null || member.optional() || member.type() != SwiftType.Scalar.STRING) {
      throw new IllegalArgumentException(
          "The app of " + attributesType + " needs a required string member " + bookingIdMember);
    }
  }
}
