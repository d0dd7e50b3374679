package dev.marquee.testbed.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far consumer groups have acknowledged a topic. */
final class ConsumerProgress {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private ConsumerProgress() {}

  /**
   * Waits until some group, and every group that reads the topic, has acknowledged all that is on
   * it now.
   */
  static void awaitConsumed(String bootstrapServers, String topic) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Map<TopicPartition, Long> ends = ends(admin, topic);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!isConsumed(admin, ends)) {
        if (System.nanoTime() > deadline) {
          throw new StackException(
              StackException.Code.SERVICE_FAILED,
              "%s was not consumed up to %s within %d s".formatted(topic, ends, LIMIT.toSeconds()));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (ExecutionException e) {
      throw new StackException(
          StackException.Code.SERVICE_FAILED, "The broker does not tell about " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException(
          StackException.Code.SERVICE_FAILED, "Interrupted while " + topic + " was consumed", e);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .flatMap(description -> description.partitions().stream())
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(topic, info.partition()), _ -> OffsetSpec.latest()));
    return admin.listOffsets(partitions).all().get().entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private static boolean isConsumed(Admin admin, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    boolean consumed = false;
    for (GroupListing group : admin.listGroups().all().get()) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
      if (ends.keySet().stream().anyMatch(offsets::containsKey)) {
        if (!ends.entrySet().stream().allMatch(end -> reaches(offsets.get(end.getKey()), end))) {
          return false;
        }
        consumed = true;
      }
    }
    return consumed || ends.isEmpty();
  }

  private static boolean reaches(
      @Nullable OffsetAndMetadata offset, Map.Entry<TopicPartition, Long> end) {
    return offset != null && offset.offset() >= end.getValue();
  }
}
