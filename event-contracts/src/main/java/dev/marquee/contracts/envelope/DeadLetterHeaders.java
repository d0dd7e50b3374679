package dev.marquee.contracts.envelope;

/**
 * The names of the Kafka headers that say why a record lies on a dead-letter topic, and where it
 * came from. The record's own headers stand beside them.
 */
public final class DeadLetterHeaders {

  /** What all names below begin with, and no header of an event. */
  public static final String PREFIX = "dead-letter-";

  /** JSON path, what was expected and what was found, on one line. */
  public static final String REASON = PREFIX + "reason";

  /** The topic where nobody could read it. */
  public static final String TOPIC = PREFIX + "topic";

  /** The partition there, a number. */
  public static final String PARTITION = PREFIX + "partition";

  /** The offset there, a number. */
  public static final String OFFSET = PREFIX + "offset";

  /**
   * How many dead letters of the same partition were published again. The record that has it is no
   * dead letter: its value lists their offsets, such as {@code 0-41,44}.
   */
  public static final String REPLAYED = PREFIX + "replayed";

  private DeadLetterHeaders() {}
}
