package dev.marquee.outbox;

import java.time.Duration;

/**
 * The limits of an {@link OutboxRelay}.
 *
 * @param rowsPerShard most rows of one shard that are sent, then deleted, at a time
 * @param concurrentRetries most shards in trouble that are tried at the same time, each on a
 *     connection of the pool
 * @param lookInterval how long after a look the next one begins at the earliest: thousands of
 *     commits a second need not be thousands of looks
 * @param pollInterval how long a row waits at most that nobody woke the relay for
 * @param firstBackoff how long a shard waits after its first failure; doubles with each further
 *     one, and chance takes a part of it off
 * @param maxBackoff the longest such wait
 * @param sessionTimeout when the database gives up on a relay that fell silent in the middle of a
 *     send, so that another can take the shard; longer than the producer's delivery time-out
 */
public record OutboxSettings(
    int rowsPerShard,
    int concurrentRetries,
    Duration lookInterval,
    Duration pollInterval,
    Duration firstBackoff,
    Duration maxBackoff,
    Duration sessionTimeout) {

  /** What the services run with. */
  public static OutboxSettings defaults() {
    return new OutboxSettings(
        100,
        2,
        Duration.ofMillis(5),
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20));
  }

  /** Rejects limits that would stop the relay or let it spin. */
  public OutboxSettings {
    requireAtLeastOne("rowsPerShard", rowsPerShard);
    requireAtLeastOne("concurrentRetries", concurrentRetries);
    requirePositive("lookInterval", lookInterval);
    requirePositive("pollInterval", pollInterval);
    requirePositive("firstBackoff", firstBackoff);
    requirePositive("sessionTimeout", sessionTimeout);
    if (maxBackoff.compareTo(firstBackoff) < 0) {
      throw new IllegalArgumentException("maxBackoff is below firstBackoff");
    }
  }

  /** Same, for records that nobody waits for: fewer looks, each with more to ship. */
  public OutboxSettings withLookInterval(Duration newLookInterval) {
    return new OutboxSettings(
        rowsPerShard,
        concurrentRetries,
        newLookInterval,
        pollInterval,
        firstBackoff,
        maxBackoff,
        sessionTimeout);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", at least 1");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + ", not positive");
    }
  }
}
