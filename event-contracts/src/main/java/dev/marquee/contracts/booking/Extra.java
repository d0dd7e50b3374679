package dev.marquee.contracts.booking;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * A fact of a booking that Marquee does not know itself and hands to the product's own activity
 * types, such as a loyalty tier or a coach number. As JSON it is the bare value.
 */
public sealed interface Extra {
  /** Largest number, 2^53 − 1, and smallest, its opposite: what every language reads exactly. */
  BigDecimal LARGEST = new BigDecimal(9_007_199_254_740_991L);

  /** A text. */
  record Text(@JsonValue String value) implements Extra {}

  /** A number. */
  record Numeric(@JsonValue BigDecimal value) implements Extra {
    /** Refuses what is out of range; equal numbers become equal records. */
    public Numeric {
      if (value.abs().compareTo(LARGEST) > 0) {
        throw new IllegalArgumentException("%s is not within ±%s".formatted(value, LARGEST));
      }
      value = value.stripTrailingZeros();
      if (value.scale() < 0) {
        value = value.setScale(0);
      }
    }
  }

  /** True or false. */
  record Flag(@JsonValue boolean value) implements Extra {}

  /**
   * The extra that a JSON value is.
   *
   * @throws IllegalArgumentException when it is neither text, number nor boolean, or out of range
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Extra of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> new Text(value.textValue());
      case BOOLEAN -> new Flag(value.booleanValue());
      case NUMBER -> new Numeric(decimal(value));
      case OBJECT, ARRAY, NULL, BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("neither a text, a number, true nor false");
    };
  }

  private static BigDecimal decimal(JsonNode number) {
    if (number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("a number beyond every range");
    }
    return number.decimalValue();
  }
}
