package dev.marquee.types.definition;

/** What follows when somebody swipes a card away. */
public enum SwipeRule {
  /** Nothing: they do not want it. */
  RESPECT("respect"),
  /** The next change that has an alert brings a new card. */
  RESTART_ON_ALERT("restart-on-alert");

  private final String ruleName;

  SwipeRule(String ruleName) {
    this.ruleName = ruleName;
  }

  /** The name that definitions use. */
  public String ruleName() {
    return ruleName;
  }
}
