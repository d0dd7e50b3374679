package dev.marquee.testbed.page;

import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.Reaction;
import org.jspecify.annotations.Nullable;

/** What became of a push, as a sentence for people who know nothing of APNs. */
final class PushWords {

  /** From this priority on APNs delivers at once. */
  private static final int AT_ONCE = 10;

  private PushWords() {}

  static String of(PhonePush push) {
    return "%s Priority %d, %s."
        .formatted(
            effect(push),
            push.priority(),
            push.priority() >= AT_ONCE ? "at once" : "when it suits the phone");
  }

  private static String effect(PhonePush push) {
    return switch (push.reaction()) {
      case Reaction.Shown shown -> shown(shown.what(), push.alert());
      case Reaction.Ignored ignored ->
          "The phone ignored %s: %s.".formatted(named(push), ignored.why());
      case Reaction.Undecodable undecodable ->
          "The app could not read %s: %s.".formatted(named(push), undecodable.why());
    };
  }

  private static String shown(String what, @Nullable Alert alert) {
    String effect =
        switch (what) {
          case "started" -> "A card appeared";
          case "ended" -> "The card came to its end";
          default -> "The card changed";
        };
    return alert == null
        ? effect + " without a sound."
        : "%s and rang: “%s: %s”.".formatted(effect, alert.title(), alert.body());
  }

  private static String named(PhonePush push) {
    return push.event().isEmpty() ? "a push" : "this " + push.event();
  }
}
