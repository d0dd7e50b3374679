package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.benchmark.LoadedClient.Client;
import dev.marquee.testbed.benchmark.LoadedClient.Round;
import java.util.List;
import java.util.Locale;

/**
 * How fast clients of APNs are, beside each other.
 *
 * @param rows Pushy and ours in turn, for each number of connections
 * @param conditions what one must know to compare the figures with others
 */
record ApnsClientResult(List<Row> rows, String conditions) implements BenchmarkResult {

  /**
   * A client with so many connections.
   *
   * @param perSecond accepted pushes, the median of the rounds
   * @param processorMicros what the client's process took of a processor for each, the median
   * @param rounds what each round had, in pushes a second
   */
  record Row(
      Client client,
      int connections,
      double perSecond,
      double processorMicros,
      List<Double> rounds) {

    static Row of(Client client, int connections, List<Round> rounds) {
      List<Double> rates = rounds.stream().map(Round::perSecond).toList();
      return new Row(
          client,
          connections,
          Medians.of(rates),
          Medians.of(rounds.stream().map(Round::processorMicros).toList()),
          rates);
    }
  }

  @Override
  public String table() {
    StringBuilder table = new StringBuilder();
    table.append("  apns-client: ").append(conditions).append(System.lineSeparator());
    table.append(
        String.format(
            "%n  %-10s %12s %12s %14s %10s",
            "client", "connections", "per second", "us of client", "of Pushy"));
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%n  %-10s %,12d %,12.0f %14.1f %10.2f",
              row.client.name().toLowerCase(Locale.ROOT),
              row.connections,
              row.perSecond,
              row.processorMicros,
              row.perSecond / pushy(row.connections)));
    }
    return table.toString();
  }

  private double pushy(int connections) {
    return rows.stream()
        .filter(row -> row.client == Client.PUSHY && row.connections == connections)
        .findFirst()
        .orElseThrow()
        .perSecond;
  }
}
