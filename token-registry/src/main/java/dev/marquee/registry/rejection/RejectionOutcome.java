package dev.marquee.registry.rejection;

import java.util.Locale;

/** What became of a report that APNs refused a token. */
enum RejectionOutcome {
  /** The token was the refused one, and is gone. */
  DROPPED,
  /** The token is another one, or came again after APNs had refused it. */
  KEPT,
  /** The row is gone altogether; its tombstone has said so. */
  UNKNOWN,
  /** There are too many; it waits for an operator, and the answer with it. */
  HELD;

  /** The outcome that the database names. */
  static RejectionOutcome named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
