package dev.marquee.testbed.stack;

import dev.marquee.testbed.backends.Ports;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The TCP ports of one stack, all on the loopback address.
 *
 * @param registry HTTP of the token registry
 * @param dispatcher HTTP of the first activity dispatcher
 * @param secondDispatcher HTTP of the second activity dispatcher
 * @param control HTTP of the clock and the phones
 * @param apns HTTP/2 over TLS of the APNs simulator
 * @param kafka the broker's listener for clients
 * @param postgres the database server
 */
public record StackPorts(
    int registry,
    int dispatcher,
    int secondDispatcher,
    int control,
    int apns,
    int kafka,
    int postgres) {

  /** The environment variable that moves all standard ports. */
  public static final String OFFSET_VARIABLE = "MARQUEE_PORT_OFFSET";

  private static final StackPorts STANDARD =
      new StackPorts(8080, 8081, 8083, 8082, 8443, 9092, 54320);

  /** Below the ranges from which Linux and macOS take ports for outgoing connections. */
  private static final int FIRST_FREE_CHOICE = 15_000;

  private static final int LAST_FREE_CHOICE = 32_000;

  public StackPorts {
    for (int port :
        new int[] {registry, dispatcher, secondDispatcher, control, apns, kafka, postgres}) {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(port + " is not a TCP port");
      }
    }
  }

  /** The documented ports, each moved by {@code offset}. */
  public static StackPorts standard(int offset) {
    return new StackPorts(
        STANDARD.registry + offset,
        STANDARD.dispatcher + offset,
        STANDARD.secondDispatcher + offset,
        STANDARD.control + offset,
        STANDARD.apns + offset,
        STANDARD.kafka + offset,
        STANDARD.postgres + offset);
  }

  /**
   * Ports on which nothing listens now. Another program can still take one before the stack does.
   */
  public static StackPorts free() {
    RandomGenerator random =
        new SplittableRandom(ProcessHandle.current().pid() ^ System.nanoTime());
    Set<Integer> chosen = new HashSet<>();
    return new StackPorts(
        freePort(random, chosen),
        freePort(random, chosen),
        freePort(random, chosen),
        freePort(random, chosen),
        freePort(random, chosen),
        freePort(random, chosen),
        freePort(random, chosen));
  }

  /**
   * Passes when nothing listens on any of the ports.
   *
   * @throws StackException with {@link StackException.Code#PORT_TAKEN} and a sentence about the
   *     first one that is taken
   */
  void requireFree() {
    byPurpose()
        .forEach((purpose, port) -> {
          if (!Ports.isFree(port)) {
            throw new StackException(
                StackException.Code.PORT_TAKEN,
                "Port %d, needed for %s, is taken by another program: stop that, or move all ports with %s=100 ./marquee up"
                    .formatted(port, purpose, OFFSET_VARIABLE));
          }
        });
  }

  private Map<String, Integer> byPurpose() {
    Map<String, Integer> purposes = new LinkedHashMap<>();
    purposes.put("the token registry", registry);
    purposes.put("the activity dispatcher", dispatcher);
    purposes.put("the second activity dispatcher", secondDispatcher);
    purposes.put("the phones page", control);
    purposes.put("the APNs simulator", apns);
    purposes.put("Kafka", kafka);
    purposes.put("PostgreSQL", postgres);
    return purposes;
  }

  private static int freePort(RandomGenerator random, Set<Integer> chosen) {
    while (true) {
      int port = random.nextInt(FIRST_FREE_CHOICE, LAST_FREE_CHOICE);
      if (Ports.isFree(port) && chosen.add(port)) {
        return port;
      }
    }
  }
}
