package dev.marquee.testbed.phone;

import java.util.Objects;

/** What a phone did with a push. APNs and the sender hear nothing of it. */
public sealed interface Reaction {

  /**
   * The push had its effect.
   *
   * @param what started, updated or ended
   */
  record Shown(String what) implements Reaction {
    public Shown {
      Objects.requireNonNull(what, "what");
    }

    @Override
    public String toString() {
      return "shown: " + what;
    }
  }

  /** The push was understood and had no effect. */
  record Ignored(String why) implements Reaction {
    public Ignored {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "ignored: " + why;
    }
  }

  /** The push did not fit the app's types and had no effect. */
  record Undecodable(String why) implements Reaction {
    public Undecodable {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "could not decode: " + why;
    }
  }
}
