package dev.marquee.outbox;

/**
 * One row as the relay reads it.
 *
 * @param recordsJson taken apart only when the row is sent
 */
record OutboxRow(long id, int shard, String topic, String recordsJson) {

  /** Without the records, which may be secret. */
  @Override
  public String toString() {
    return "OutboxRow[" + id + ", " + topic + "]";
  }
}
