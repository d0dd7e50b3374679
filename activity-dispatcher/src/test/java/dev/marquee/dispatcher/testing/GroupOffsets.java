package dev.marquee.dispatcher.testing;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the service has acknowledged its topics. */
public final class GroupOffsets {
  /** The consumer group of all replicas. */
  public static final String GROUP = "activity-dispatcher";

  private GroupOffsets() {}

  /** Records that are published and not acknowledged, over both topics. */
  public static long lag() {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                RealParts.kafka().bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> acknowledged =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, OffsetSpec> latest =
          acknowledged.keySet().stream()
              .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
      long published =
          admin.listOffsets(latest).all().get().values().stream()
              .mapToLong(end -> end.offset())
              .sum();
      return published - acknowledged.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
