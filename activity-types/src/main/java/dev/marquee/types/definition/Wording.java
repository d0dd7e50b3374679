package dev.marquee.types.definition;

import java.util.List;
import java.util.Objects;

/** One way to say something, usable when all its facts are known. */
public sealed interface Wording permits Template, Wording.LocKey {

  /** Whether all its facts are known of every booking. */
  boolean isCertain();

  /**
   * A text that the app has in its own string tables.
   *
   * @param key its key there
   * @param arguments what stands in for the {@code %@} of it
   */
  record LocKey(String key, List<Template> arguments) implements Wording {
    private static final int KEY_LIMIT = 64;
    private static final int ARGUMENT_LIMIT = 8;

    /** Copies the arguments. */
    public LocKey {
      if (Objects.requireNonNull(key, "key").isBlank() || key.length() > KEY_LIMIT) {
        throw new IllegalArgumentException("loc-key is 1 to " + KEY_LIMIT + " characters");
      }
      arguments = List.copyOf(arguments);
      if (arguments.size() > ARGUMENT_LIMIT) {
        throw new IllegalArgumentException("loc-args are at most " + ARGUMENT_LIMIT);
      }
    }

    @Override
    public boolean isCertain() {
      return arguments.stream().allMatch(Template::isCertain);
    }
  }
}
