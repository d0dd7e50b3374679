package dev.marquee.testbed.replay;

/**
 * One dead-letter topic of a broker: what lies there, and what of it would go back. Reads only. One
 * thread.
 */
public final class DeadLetterTopic implements AutoCloseable {
  private final String bootstrapServers;
  private final String name;
  private final TopicScan scan;

  /**
   * Connects on the first question.
   *
   * @throws org.apache.kafka.common.KafkaException if {@code bootstrapServers} is no HOST:PORT
   */
  public DeadLetterTopic(String bootstrapServers, String name) {
    this.bootstrapServers = bootstrapServers;
    this.name = name;
    this.scan = new TopicScan(bootstrapServers);
  }

  /**
   * What would go back now.
   *
   * @throws ReplayException if the topic is not there or cannot be read
   */
  public ReplayPlan plan(DeadLetterFilter filter) {
    return new ReplayPlanner(scan, new CompactedTopics(bootstrapServers), name, filter).plan();
  }

  /**
   * Ends every other replay of this topic. Plan after it: then nothing changes in between.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker refuses
   */
  public Replay begin() {
    return new Replay(bootstrapServers, name, scan);
  }

  @Override
  public void close() {
    scan.close();
  }
}
