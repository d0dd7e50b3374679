package dev.marquee.testbed.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import dev.marquee.testbed.stack.TicketApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The process of the simulator that is measured: says where it listens and what provider token it
 * takes, then answers each line on its input with a {@link Reading}, until the input ends.
 */
final class LoadedSimulator {

  /** What it is asked for. */
  static final String READ = "read";

  /** The same, after a collection of garbage. */
  static final String COLLECT_AND_READ = "collect";

  private static final int TOKEN_BYTES = 80;

  private LoadedSimulator() {}

  /**
   * The process at a moment.
   *
   * @param processorNanos that it has taken so far
   * @param delivered pushes that reached a device so far
   * @param heapBytes in use
   */
  record Reading(long processorNanos, long delivered, long heapBytes) {

    static Reading parse(String line) {
      String[] parts = line.split(" ", 3);
      return new Reading(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    String line() {
      return processorNanos + " " + delivered + " " + heapBytes;
    }
  }

  /** The token of a device: of 80 bytes that look like chance, as real ones do. */
  static String token(int device) {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SplittableRandom(device).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Runs it; the arguments are the number of devices, and a folder for the {@link ApnsFiles}. */
  public static void main(String[] arguments) throws IOException {
    ApnsFiles files = ApnsFiles.in(Path.of(arguments[1]));
    DeveloperKey key = files.newKey();
    LongAdder delivered = new LongAdder();
    try (ApnsSimulator apns = ApnsSimulator.builder().key(key.providerKey()).start();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      files.write(apns, key);
      for (int device = 0; device < Integer.parseInt(arguments[0]); device++) {
        apns.tokens()
            .issue(
                token(device),
                TicketApp.BUNDLE_ID,
                ApnsEnvironment.PRODUCTION,
                _ -> delivered.increment());
      }
      System.out.println(apns.port() + " " + key.providerToken(InstantSource.system().instant()));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals(COLLECT_AND_READ)) {
          System.gc();
        }
        System.out.println(read(delivered).line());
      }
    }
  }

  private static Reading read(LongAdder delivered) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Reading(
        system.getProcessCpuTime(),
        delivered.sum(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
