package dev.marquee.types.definition;

import org.jspecify.annotations.Nullable;

/**
 * What an alert says, and how it sounds.
 *
 * @param sound a file of the app's bundle, {@code default}, or null for none
 */
public record AlertText(Localised<Wording> title, Localised<Wording> body, @Nullable String sound) {
  private static final int SOUND_LIMIT = 64;

  /** What iOS calls its own sound. */
  public static final String DEFAULT_SOUND = "default";

  /** Refuses an alert that would be empty for some booking: APNs shows none. */
  public AlertText {
    requireCertain("title", title);
    requireCertain("body", body);
    if (sound != null && (sound.isBlank() || sound.length() > SOUND_LIMIT)) {
      throw new IllegalArgumentException(
          "sound is a name of at most " + SOUND_LIMIT + " characters");
    }
  }

  private static void requireCertain(String part, Localised<Wording> words) {
    if (!words.isCertain()) {
      throw new IllegalArgumentException(
          part
              + " is empty when its facts are not known: add a last wording that needs none but"
              + " bookingId, title, timeZone, startsAt, endsAt and status");
    }
  }
}
