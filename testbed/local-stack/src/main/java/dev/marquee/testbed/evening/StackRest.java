package dev.marquee.testbed.evening;

import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells whether the services have nothing left to do at this business time. It looks where no user
 * can: into their databases and their consumer group. Not thread-safe.
 */
final class StackRest implements AutoCloseable {

  private static final String DISPATCHERS = "activity-dispatcher";
  private static final List<String> TOPICS = List.of(Topics.BOOKING_EVENTS, Topics.TOKEN_EVENTS);
  private static final Duration ACKNOWLEDGEMENT_LIMIT = Duration.ofSeconds(5);

  private static final String UNPUBLISHED = "select exists (select from outbox)";

  private static final String UNDONE =
      """
      select exists (select from fanouts)
        or exists (select from activities where open_claim is not null)
        or exists (select from activities where due_at <= ? and not_before <= ?)
      """;

  private final Connection registry;
  private final Connection dispatcher;
  private final Admin kafka;
  private final Map<TopicPartition, OffsetSpec> latest;
  private final Map<TopicPartition, Long> takenAsConsumed = new HashMap<>();
  private Map<TopicPartition, Long> lastUnacknowledged = Map.of();
  private long unacknowledgedSinceNanos;

  StackRest(LocalStack stack) {
    try {
      registry = connect(stack.registryJdbcUrl());
      dispatcher = connect(stack.dispatcherJdbcUrl());
    } catch (SQLException e) {
      throw new IllegalStateException("cannot look into the databases", e);
    }
    kafka =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
    latest = latest();
  }

  /** Whether the registry has told the dispatchers everything, and they have nothing to do. */
  boolean isReached(Instant now) {
    // In the order in which work travels: what leaves one place is found in the next.
    return !exists(registry, UNPUBLISHED) && isConsumed() && !exists(dispatcher, UNDONE, now, now);
  }

  /**
   * Whether all that is on the topics has been acknowledged. An acknowledgement that a rebalance
   * refuses comes only with the next batch of its partition; it is waited for a while.
   */
  private boolean isConsumed() {
    Map<TopicPartition, Long> unacknowledged;
    try {
      unacknowledged = unacknowledged();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
    if (!unacknowledged.equals(lastUnacknowledged)) {
      lastUnacknowledged = unacknowledged;
      unacknowledgedSinceNanos = System.nanoTime();
    }
    if (unacknowledged.isEmpty()) {
      return true;
    }
    if (System.nanoTime() - unacknowledgedSinceNanos < ACKNOWLEDGEMENT_LIMIT.toNanos()) {
      return false;
    }
    takenAsConsumed.putAll(unacknowledged);
    return true;
  }

  /** The end of each partition that the dispatchers' group has not reached. */
  private Map<TopicPartition, Long> unacknowledged() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    result(kafka.listOffsets(latest).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    Map<TopicPartition, OffsetAndMetadata> acknowledged =
        result(kafka.listConsumerGroupOffsets(DISPATCHERS).partitionsToOffsetAndMetadata());
    ends.entrySet()
        .removeIf(end -> {
          OffsetAndMetadata reached = acknowledged.get(end.getKey());
          long taken = takenAsConsumed.getOrDefault(end.getKey(), 0L);
          return Math.max(reached == null ? 0 : reached.offset(), taken) >= end.getValue();
        });
    return ends;
  }

  private Map<TopicPartition, OffsetSpec> latest() {
    return result(kafka.describeTopics(TOPICS).allTopicNames()).values().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
  }

  private static <T> T result(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture().join();
  }

  private static boolean exists(Connection connection, String query, Instant... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i].atOffset(ZoneOffset.UTC));
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot look into a database", e);
    }
  }

  private static Connection connect(String jdbcUrl) throws SQLException {
    return DriverManager.getConnection(jdbcUrl, "postgres", "postgres");
  }

  @Override
  public void close() {
    kafka.close();
    try (registry;
        dispatcher) {
      // Closes both.
    } catch (SQLException _) {
      // The databases are going away.
    }
  }
}
