package dev.marquee.testbed.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the pipeline did.
 *
 * @param activities how many live activities there were
 * @param floods rounds as fast as it went, one event for each activity
 * @param steady rounds at a fixed rate
 * @param pushyPerSecond what Pushy alone had against the same APNs, in each of its rounds
 * @param conditions what one must know to compare the figures with others
 */
record PipelineResult(
    int activities,
    List<PipelineRound> floods,
    List<PipelineRound> steady,
    List<Double> pushyPerSecond,
    String conditions)
    implements BenchmarkResult {

  @Override
  public String table() {
    PipelineRound flood = PipelineRound.medianByRate(floods);
    PipelineRound calm = PipelineRound.medianByLatency(steady);
    double pushy = Medians.of(pushyPerSecond);
    return String.join(
        System.lineSeparator(),
        "  pipeline: booking-events -> accepted by APNs and settled, " + conditions,
        "  %,d activities; medians of %d rounds".formatted(activities, floods.size()),
        "",
        "  %-26s %9s %11s %10s %10s %10s"
            .formatted("", "events", "per second", "p50 ms", "p99 ms", "max ms"),
        flood.phase().row("as fast as it goes"),
        calm.phase().row("at a steady rate"),
        "",
        String.format(
            Locale.ROOT,
            "  settled %,.0f a second; Pushy alone %,.0f: %.2f of it",
            flood.perSecond(),
            pushy,
            flood.perSecond() / pushy),
        "  microseconds of a processor per push: " + micros(flood.microsPerPush()),
        "  and at the steady rate: " + micros(calm.microsPerPush()));
  }

  private static String micros(Map<String, Double> byPart) {
    return byPart.entrySet().stream()
        .map(part -> String.format(Locale.ROOT, "%s %.0f", part.getKey(), part.getValue()))
        .collect(Collectors.joining(", "));
  }
}
