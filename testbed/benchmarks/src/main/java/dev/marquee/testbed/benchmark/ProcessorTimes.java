package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.ServiceProcess;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the parts of a stack have taken of the processors: the services and the database by their
 * processes, and what runs in this process by its threads.
 *
 * @param byPart in the order in which an event meets them
 */
record ProcessorTimes(Map<String, Duration> byPart) {

  private static final String PUBLISHER = "publisher and watch";
  private static final String BROKER = "Kafka broker";
  private static final String DISPATCHER = "activity-dispatcher";
  private static final String REGISTRY = "token-registry";
  private static final String DATABASE = "PostgreSQL";
  private static final String APNS = "APNs simulator";
  private static final String COLLECTOR = "their JVM's compiler and collector";

  /** As it is now. */
  static ProcessorTimes of(LocalStack stack) {
    Map<String, Duration> byPart = new LinkedHashMap<>();
    byPart.put(PUBLISHER, Duration.ZERO);
    byPart.put(BROKER, Duration.ZERO);
    byPart.put(
        DISPATCHER,
        stack.dispatchers().stream()
            .map(ServiceProcess::processorTime)
            .reduce(Duration.ZERO, Duration::plus));
    byPart.put(REGISTRY, stack.registry().processorTime());
    byPart.put(DATABASE, stack.databaseProcessorTime());
    byPart.put(APNS, Duration.ZERO);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Duration inThreads = Duration.ZERO;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        Duration time =
            Duration.ofNanos(Math.max(0, threads.getThreadCpuTime(thread.getThreadId())));
        byPart.merge(partOf(thread.getThreadName()), time, Duration::plus);
        inThreads = inThreads.plus(time);
      }
    }
    Duration process =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).minus(inThreads);
    byPart.put(COLLECTOR, process);
    return new ProcessorTimes(byPart);
  }

  private static String partOf(String thread) {
    if (thread.startsWith("apns")) {
      return APNS;
    }
    return thread.equals("main") || thread.startsWith("kafka-producer") ? PUBLISHER : BROKER;
  }

  /** Microseconds of a processor that each of some pushes took since an earlier reading. */
  Map<String, Double> microsPerPush(ProcessorTimes before, long pushes) {
    Map<String, Double> micros = new LinkedHashMap<>();
    byPart.forEach((part, time) -> {
      Duration took = time.minus(before.byPart.getOrDefault(part, Duration.ZERO));
      micros.put(part, took.toNanos() / 1e3 / pushes);
    });
    return micros;
  }
}
