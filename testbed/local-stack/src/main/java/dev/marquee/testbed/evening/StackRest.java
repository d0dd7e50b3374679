package dev.marquee.testbed.evening;

import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells whether the services have nothing left to do at this business time. It looks where no user
 * can: into their databases and their consumer group. Not thread-safe.
 */
final class StackRest implements AutoCloseable {

  private static final String DISPATCHERS = "activity-dispatcher";
  private static final Set<String> TOPICS = Set.of(Topics.BOOKING_EVENTS, Topics.TOKEN_EVENTS);

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
  private final Set<TopicPartition> partitions;

  StackRest(LocalStack stack) {
    try {
      registry = connect(stack.registryJdbcUrl());
      dispatcher = connect(stack.dispatcherJdbcUrl());
    } catch (SQLException e) {
      throw new IllegalStateException("cannot look into the databases", e);
    }
    kafka =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
    partitions = partitions();
  }

  /** Whether the registry has told the dispatchers everything, and they have nothing to do. */
  boolean isReached(Instant now) {
    // In the order in which work travels: what leaves one place is found in the next.
    return !exists(registry, UNPUBLISHED) && isConsumed() && !exists(dispatcher, UNDONE, now, now);
  }

  private boolean isConsumed() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          kafka.listConsumerGroupOffsets(DISPATCHERS).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          kafka
              .listOffsets(
                  partitions.stream()
                      .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
              .all()
              .get();
      return partitions.stream().allMatch(partition -> isConsumed(committed, ends, partition));
    } catch (ExecutionException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isConsumed(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      TopicPartition partition) {
    ListOffsetsResultInfo end = ends.get(partition);
    OffsetAndMetadata reached = committed.get(partition);
    return end != null
        && (end.offset() == 0 || (reached != null && reached.offset() >= end.offset()));
  }

  private Set<TopicPartition> partitions() {
    try {
      return kafka.describeTopics(List.copyOf(TOPICS)).allTopicNames().get().values().stream()
          .flatMap(topic ->
              topic.partitions().stream()
                  .map(partition -> new TopicPartition(topic.name(), partition.partition())))
          .collect(Collectors.toSet());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics are not there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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
