package dev.marquee.testbed.benchmark;

/**
 * What the token registry did. A registration is a start token that a device reports with its
 * credential, answered when it is durable.
 *
 * @param devices that report in turn
 * @param connections to the registry, each with one request at a time
 * @param flood as fast as the connections go, from request to answer
 * @param steady at a fixed rate, from the moment that the request was due to its answer
 * @param outbox of the steady phase, from the answer, which follows the commit, to the event's
 *     arrival at a consumer of Kafka
 * @param conditions what one must know to compare the figures with others
 */
record RegistryResult(
    int devices, int connections, Phase flood, Phase steady, Phase outbox, String conditions)
    implements BenchmarkResult {

  @Override
  public String table() {
    return String.join(
        System.lineSeparator(),
        "  registry: %,d devices, %d connections, %s".formatted(devices, connections, conditions),
        "",
        "  %-26s %9s %11s %10s %10s %10s"
            .formatted("", "requests", "per second", "p50 ms", "p99 ms", "max ms"),
        flood.row("as fast as it goes"),
        steady.row("at a steady rate"),
        outbox.row("answer -> consumed"));
  }
}
