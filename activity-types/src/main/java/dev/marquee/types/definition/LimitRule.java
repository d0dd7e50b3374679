package dev.marquee.types.definition;

/** What to do when a card would have to live longer than the eight hours that iOS grants. */
public enum LimitRule {
  /** It starts later, so that it lasts until the end. */
  START_LATE("start-late"),
  /** It starts as planned and ends when its time is up. */
  END_EARLY("end-early"),
  /** It ends when its time is up, and another one starts. */
  RENEW("renew");

  private final String ruleName;

  LimitRule(String ruleName) {
    this.ruleName = ruleName;
  }

  /** The name that definitions use. */
  public String ruleName() {
    return ruleName;
  }
}
