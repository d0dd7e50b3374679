package dev.marquee.testbed.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a fleet of virtual iPhones in one process took.
 *
 * @param phones of the fleet, each with one card
 * @param phases in their order
 * @param conditions what one must know to compare the figures with others
 */
record FleetResult(int phones, List<Phase> phases, String conditions) implements BenchmarkResult {

  FleetResult {
    phases = List.copyOf(phases);
  }

  /**
   * One thing that all phones did.
   *
   * @param heapMegabytes in use after it and a collection, by the whole process
   */
  record Phase(String name, double seconds, long heapMegabytes) {

    static Phase parse(String line) {
      String[] parts = line.split("\\|", 3);
      return new Phase(parts[0], Double.parseDouble(parts[1]), Long.parseLong(parts[2]));
    }

    String line() {
      return name + "|" + seconds + "|" + heapMegabytes;
    }

    private String row() {
      return String.format(Locale.ROOT, "  %-36s %,9.1f %,9d", name, seconds, heapMegabytes);
    }
  }

  @Override
  public String table() {
    return "  fleet: %,d phones in one process, %s%n%n  %-36s %9s %9s%n"
            .formatted(phones, conditions, "", "seconds", "heap MB")
        + phases.stream().map(Phase::row).collect(Collectors.joining(System.lineSeparator()));
  }
}
