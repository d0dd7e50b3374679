package dev.marquee.testbed.benchmark;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * The process of the APNs client that is measured. Says when it is ready, then answers each line
 * with a number of seconds, after that time, with a {@link Round}, until its input ends.
 *
 * <p>One thread hands pushes to the client, as many as are answered, so that a fixed number is on
 * the way: all clients are fed alike.
 */
final class LoadedClient {

  /** Pushes on the way at once, on each connection; APNs allows 1000. */
  private static final int WINDOW = 500;

  /** Handed over together when there is room for them. */
  private static final int HANDFUL = 20;

  private final PushSender sender;
  private final int window;
  private final Semaphore room;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private int next;

  private LoadedClient(PushSender sender, int connections) {
    this.sender = sender;
    this.window = WINDOW * connections;
    this.room = new Semaphore(window);
  }

  /**
   * What a client did in a while.
   *
   * @param accepted pushes that APNs took
   * @param refused pushes with any other end
   * @param nanos how long it was measured
   * @param processorNanos what the client's process took of the processors meanwhile
   */
  record Round(long accepted, long refused, long nanos, long processorNanos) {

    static Round parse(String line) {
      String[] parts = line.split(" ", 4);
      return new Round(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    }

    String line() {
      return accepted + " " + refused + " " + nanos + " " + processorNanos;
    }

    double perSecond() {
      return accepted / (nanos / 1e9);
    }

    double processorMicros() {
      return processorNanos / 1e3 / accepted;
    }
  }

  /** Runs it; the arguments are the {@link Arguments}. */
  public static void main(String[] arguments) throws Exception {
    Arguments how = Arguments.parse(arguments);
    try (PushSender sender = how.client().open(how);
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      LoadedClient load = new LoadedClient(sender, how.connections());
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(load.run(Duration.ofSeconds(Long.parseLong(line))).line());
      }
    }
  }

  /**
   * Which client against what.
   *
   * @param files the server's certificate and the signing key
   */
  record Arguments(Client client, int port, int connections, int devices, ApnsFiles files) {

    static Arguments parse(String[] arguments) {
      return new Arguments(
          Client.valueOf(arguments[0]),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]),
          new ApnsFiles(Path.of(arguments[4]), arguments[5], arguments[6]));
    }

    Object[] toArray() {
      return new Object[] {
        client, port, connections, devices, files.folder(), files.teamId(), files.keyId()
      };
    }
  }

  /** The clients that there are. */
  enum Client {
    MARQUEE {
      @Override
      PushSender open(Arguments how) throws IOException {
        return MarqueeSender.open(how);
      }
    },
    PUSHY {
      @Override
      PushSender open(Arguments how) throws IOException {
        return PushySender.open(how);
      }
    };

    abstract PushSender open(Arguments how) throws IOException;
  }

  private Round run(Duration duration) throws InterruptedException {
    long acceptedBefore = accepted.sum();
    long refusedBefore = refused.sum();
    long processorBefore = processorNanos();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < duration.toNanos()) {
      room.acquire(HANDFUL);
      for (int push = 0; push < HANDFUL; push++) {
        send();
      }
    }
    // What is on the way counts, and so does the time until it is answered.
    room.acquire(window);
    room.release(window);
    return new Round(
        accepted.sum() - acceptedBefore,
        refused.sum() - refusedBefore,
        System.nanoTime() - begun,
        processorNanos() - processorBefore);
  }

  private void send() {
    var _ =
        sender
            .push(next++)
            .whenComplete((taken, failure) -> {
              (failure == null && requireNonNull(taken) ? accepted : refused).increment();
              room.release();
            });
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
