package dev.marquee.testbed.benchmark;

/** What a benchmark found; its components are what the JSON holds. */
interface BenchmarkResult {

  /** The same for a reader. */
  String table();
}
