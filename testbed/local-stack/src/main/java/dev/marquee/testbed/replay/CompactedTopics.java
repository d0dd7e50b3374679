package dev.marquee.testbed.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Tells which topics keep only the newest record of each key. */
final class CompactedTopics {
  private final String bootstrapServers;

  CompactedTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Asks the broker.
   *
   * @throws ReplayException if it does not say
   */
  Set<String> among(Set<String> topics) {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    List<ConfigResource> resources =
        topics.stream().map(each -> new ConfigResource(ConfigResource.Type.TOPIC, each)).toList();
    Set<String> compacted = new HashSet<>();
    try (Admin admin = Admin.create(settings)) {
      Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
      configs.forEach((topic, config) -> {
        if (config
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value()
            .contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
          compacted.add(topic.name());
        }
      });
      return compacted;
    } catch (ExecutionException e) {
      throw new ReplayException(
          "The broker does not tell how its topics are kept: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayException("Interrupted.", e);
    }
  }
}
