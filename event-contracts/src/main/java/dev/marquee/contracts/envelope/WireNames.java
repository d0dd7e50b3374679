package dev.marquee.contracts.envelope;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How an enum's constants are written on the wire: in lower case. */
public final class WireNames {
  private WireNames() {}

  /** The name of one constant on the wire. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(WireNames::of)
        .collect(Collectors.joining(", "));
  }
}
