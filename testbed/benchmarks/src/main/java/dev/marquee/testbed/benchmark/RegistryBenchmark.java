package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.ServiceProcess;
import dev.marquee.testbed.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How many registrations a second the packaged registry makes durable, how long each takes, and how
 * long its event takes to Kafka: all parts on this machine, commits that wait for the disk.
 */
final class RegistryBenchmark {

  static final String NAME = "registry";

  private static final String TOPIC = "token-events";
  private static final int CONNECTIONS = 64;

  /** Below the burst that the registry allows one user. */
  private static final int DEVICES_OF_A_USER = 50;

  /** More than any machine here will do. */
  private static final int REQUESTS_A_SECOND_AT_MOST = 20_000;

  private static final List<String> SERVICE_OPTIONS = List.of("-Xmx768m", "-XX:+UseParallelGC");

  /**
   * How much is measured.
   *
   * @param devices that report in turn
   * @param phase how long each phase takes
   * @param perSecond the steady rate
   */
  record Size(int devices, Duration phase, int perSecond) {
    static final Size QUICK = new Size(2_000, Duration.ofSeconds(10), 500);
    static final Size FULL = new Size(10_000, Duration.ofSeconds(60), 1_000);
  }

  private final Terminal terminal;
  private final Checkout checkout;
  private final Size size;

  /** When each request of a phase was due and answered; the first has the phase's first number. */
  private static final class Requests {
    private final int firstNumber;
    private final long[] due;
    private final long[] answered;

    Requests(int firstNumber, long[] due, long[] answered) {
      this.firstNumber = firstNumber;
      this.due = due;
      this.answered = answered;
    }

    Phase phase() {
      return Phase.of(due, answered);
    }
  }

  RegistryBenchmark(Terminal terminal, Checkout checkout, Size size) {
    this.terminal = terminal;
    this.checkout = checkout;
    this.size = size;
  }

  RegistryResult run() {
    terminal.line("Starting the stack");
    try (LocalStack stack =
        LocalStack.builder(checkout, "bench-" + NAME)
            .durable()
            .serviceOptions(SERVICE_OPTIONS)
            .start()) {
      // They would take their part of the processors for nothing that is measured.
      stack.dispatchers().forEach(ServiceProcess::stop);
      RegistryClient client = new RegistryClient(stack.registry().uri(), CONNECTIONS);
      terminal.line("Signing in on %,d devices".formatted(size.devices));
      String[] credentials = signIn(stack, client);
      int capacity = (int) (size.phase.toSeconds() + 1) * 3 * REQUESTS_A_SECOND_AT_MOST;
      try (TokenArrivals arrivals = new TokenArrivals(stack.bootstrapServers(), TOPIC, capacity)) {
        terminal.line("Warming up");
        Requests warmUp = measure(client, credentials, 0, 0);
        awaitArrivals(arrivals, warmUp);
        terminal.line("Measuring: as fast as %d connections go".formatted(CONNECTIONS));
        Requests flood = measure(client, credentials, next(warmUp), 0);
        awaitArrivals(arrivals, flood);
        terminal.line("Measuring: %,d a second".formatted(size.perSecond));
        Requests steady = measure(client, credentials, next(flood), size.perSecond);
        awaitArrivals(arrivals, steady);
        return new RegistryResult(
            size.devices,
            CONNECTIONS,
            flood.phase(),
            steady.phase(),
            outbox(steady, arrivals),
            conditions());
      }
    }
  }

  private String[] signIn(LocalStack stack, RegistryClient client) {
    String[] credentials = new String[size.devices];
    List<Callable<Void>> signIns = new ArrayList<>();
    for (int first = 0; first < size.devices; first += DEVICES_OF_A_USER) {
      String login = stack.tokens().forUser("user-" + first);
      for (int device = first;
          device < Math.min(first + DEVICES_OF_A_USER, size.devices);
          device++) {
        int number = device;
        signIns.add(() -> {
          credentials[number] = client.signIn(deviceId(number), login);
          return null;
        });
      }
    }
    client.sendAll(signIns);
    return credentials;
  }

  /**
   * Lets every connection send one request after the other until the phase is over.
   *
   * @param perSecond when requests are due; zero for as soon as a connection is free
   */
  private Requests measure(
      RegistryClient client, String[] credentials, int firstNumber, int perSecond) {
    int most = (int) size.phase.toSeconds() * REQUESTS_A_SECOND_AT_MOST;
    long[] due = new long[most];
    long[] answered = new long[most];
    AtomicInteger sent = new AtomicInteger();
    long begun = System.nanoTime();
    Callable<Void> connection =
        () -> {
          while (System.nanoTime() - begun < size.phase.toNanos()) {
            int request = sent.getAndIncrement();
            long at =
                perSecond == 0
                    ? System.nanoTime()
                    : begun + request * TimeUnit.SECONDS.toNanos(1) / perSecond;
            if (request >= most) {
              break;
            }
            parkUntil(at);
            int device = request % credentials.length;
            client.register(
                deviceId(device), credentials[device], TokenArrivals.token(firstNumber + request));
            due[request] = at;
            answered[request] = System.nanoTime();
          }
          return null;
        };
    List<Callable<Void>> connections = new ArrayList<>();
    for (int number = 0; number < CONNECTIONS; number++) {
      connections.add(connection);
    }
    client.sendAll(connections);
    int count = (int) Arrays.stream(answered).filter(nanos -> nanos != 0).count();
    return new Requests(firstNumber, Arrays.copyOf(due, count), Arrays.copyOf(answered, count));
  }

  private static int next(Requests phase) {
    return phase.firstNumber + phase.due.length + CONNECTIONS;
  }

  /** Every registration that was answered has its event, or the figures are void. */
  private static void awaitArrivals(TokenArrivals arrivals, Requests requests) {
    Headway.await(
        () -> requests.due.length - missing(arrivals, requests),
        requests.due.length,
        "registrations have an event");
  }

  private static int missing(TokenArrivals arrivals, Requests requests) {
    int missing = 0;
    for (int request = 0; request < requests.due.length; request++) {
      if (arrivals.nanosOf(requests.firstNumber + request) == 0) {
        missing++;
      }
    }
    return missing;
  }

  /** An event may overtake the answer; it then took no time. */
  private static Phase outbox(Requests requests, TokenArrivals arrivals) {
    long[] consumed = new long[requests.due.length];
    Arrays.setAll(
        consumed,
        request ->
            Math.max(requests.answered[request], arrivals.nanosOf(requests.firstNumber + request)));
    return Phase.of(requests.answered, consumed);
  }

  private static String deviceId(int number) {
    return "device-" + number;
  }

  private static void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String conditions() {
    return "%d processors for all parts, JDK %s, fsync and synchronous_commit on"
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version());
  }
}
