package dev.marquee.types.definition;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How a number is written so that Swift's default {@code JSONDecoder} reads it. */
public enum NumberEncoding {
  /** A Swift {@code Int}: whole, 64 bits. */
  INT("int") {
    @Override
    public @Nullable BigDecimal fit(BigDecimal number) {
      if (number.signum() != 0 && number.precision() - (long) number.scale() > 19) {
        return null;
      }
      if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
        return null;
      }
      BigInteger whole = number.toBigIntegerExact();
      return whole.bitLength() < Long.SIZE ? new BigDecimal(whole) : null;
    }
  },
  /** A Swift {@code Double}. */
  DOUBLE("double") {
    @Override
    public @Nullable BigDecimal fit(BigDecimal number) {
      double nearest = number.doubleValue();
      return Double.isFinite(nearest) ? BigDecimal.valueOf(nearest) : null;
    }
  };

  private final String encodingName;

  NumberEncoding(String encodingName) {
    this.encodingName = encodingName;
  }

  /** The name that definitions use. */
  public String encodingName() {
    return encodingName;
  }

  /** The number as it is written, or null where it does not fit. */
  public abstract @Nullable BigDecimal fit(BigDecimal number);
}
