package dev.marquee.testbed.backends;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EmbeddedKafkaBroker} runs.
 *
 * @param port the TCP port for clients, {@link Ports#ANY} for a free one
 * @param logDirectory kept after the stop and used again by the next start; null for a fresh one
 *     that is deleted with the broker
 */
public record BrokerSettings(int port, @Nullable Path logDirectory) {

  /** A fresh broker on a free port. */
  public static BrokerSettings forTests() {
    return new BrokerSettings(Ports.ANY, null);
  }

  /** Same, on another port. */
  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(newPort, logDirectory);
  }

  /** Same, on files that outlive the broker. */
  public BrokerSettings withLogDirectory(Path newLogDirectory) {
    return new BrokerSettings(port, newLogDirectory);
  }
}
