package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SwiftSourceTest {
  private static final String SOURCE =
      """
      import ActivityKit

      struct TableAttributes: ActivityAttributes {
        struct ContentState: Codable, Hashable {
          /// When.
          var at: Date
          var `default`: Int?
        }

        let bookingId: String
      }
      """;

  @Test
  void readsBothStructs() {
    // When
    ActivityDefinition definition = SwiftSource.compile(SOURCE, "bookingId");

    // Then
    assertThat(definition)
        .isEqualTo(
            new ActivityDefinition(
                "TableAttributes",
                SwiftStruct.empty().required("bookingId", SwiftType.Scalar.STRING),
                SwiftStruct.empty()
                    .required("at", SwiftType.Scalar.DATE)
                    .optional("default", SwiftType.Scalar.INT),
                "bookingId"));
  }

  @Test
  void refusesWhatOnlyARealCompilerUnderstands() {
    assertThatThrownBy(() ->
            SwiftSource.compile(SOURCE.replace("var at: Date", "var at = Date()"), "bookingId"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("var at = Date()");
  }
}
