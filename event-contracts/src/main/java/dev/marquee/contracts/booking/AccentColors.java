package dev.marquee.contracts.booking;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The colours of a show's or a house's brand, for the card.
 *
 * @param background behind the content, {@code #RRGGBB}; null leaves it to the app
 * @param foreground of text and symbols, {@code #RRGGBB}; null leaves it to the app
 */
public record AccentColors(@Nullable String background, @Nullable String foreground) {
  static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

  /** Refuses what is no colour. */
  public AccentColors {
    require(background);
    require(foreground);
  }

  /** Whether everything is left to the app. */
  @JsonIgnore
  public boolean isEmpty() {
    return background == null && foreground == null;
  }

  private static void require(@Nullable String color) {
    if (color != null && !COLOR.matcher(color).matches()) {
      throw new IllegalArgumentException("a colour is #RRGGBB, not " + color);
    }
  }
}
