package dev.marquee.testbed.backends;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its KRaft controller in this JVM. It ends with the JVM, however that ends, so
 * it leaves no process behind; with given files the next start recovers them.
 *
 * <p>Topics are not created on the fly: a wrong name fails, as it does in production. Logs to SLF4J
 * under {@code org.apache.kafka}, {@code kafka} and {@code state.change.logger}: set these to
 * ERROR, it warns of every start and stop. Thread-safe.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {

  private static final String SCRATCH = "kafka-logs";
  private static final int NODE_ID = 1;
  private static final String CLIENTS = "PLAINTEXT";
  private static final String CONTROLLER = "CONTROLLER";

  /** Fixed, so that files formatted by one start belong to the next. */
  private static final String CLUSTER_ID =
      new Uuid(0x6d61727175656521L, 0x656d626564646564L).toString();

  private static final int ADMIN_SECONDS = 30;

  private final KafkaRaftServer server;
  private final int port;
  private final @Nullable ScratchDirectory scratch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafkaBroker(
      KafkaRaftServer server, int port, @Nullable ScratchDirectory scratch) {
    this.server = server;
    this.port = port;
    this.scratch = scratch;
  }

  /** Starts a fresh broker for tests on a free port. */
  public static EmbeddedKafkaBroker start() {
    return start(BrokerSettings.forTests());
  }

  /**
   * Starts a broker and returns when it serves clients.
   *
   * @throws BackendException if the port is taken or the broker does not come up
   */
  public static EmbeddedKafkaBroker start(BrokerSettings settings) {
    ScratchDirectory.sweep(SCRATCH, _ -> {});
    Path logDirectory = settings.logDirectory();
    if (logDirectory != null) {
      return start(settings, logDirectory, null);
    }
    ScratchDirectory scratch = ScratchDirectory.create(SCRATCH);
    try {
      return start(settings, scratch.content(), scratch);
    } catch (BackendException e) {
      scratch.close();
      throw e;
    }
  }

  private static EmbeddedKafkaBroker start(
      BrokerSettings settings, Path logDirectory, @Nullable ScratchDirectory scratch) {
    int port = Ports.claim(settings.port(), "Kafka");
    try {
      KafkaConfig config =
          KafkaConfig.fromProps(brokerProperties(port, Ports.free(), logDirectory), false);
      format(config, logDirectory);
      KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new EmbeddedKafkaBroker(server, port, scratch);
    } catch (Exception e) {
      throw new BackendException("Kafka did not start on " + logDirectory, e);
    }
  }

  private static Properties brokerProperties(int port, int controllerPort, Path logDirectory) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@localhost:" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("inter.broker.listener.name", CLIENTS);
    properties.put(
        "listeners",
        CLIENTS + "://localhost:" + port + "," + CONTROLLER + "://localhost:" + controllerPort);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", logDirectory.toString());
    properties.put("auto.create.topics.enable", "false");

    // One node: every internal topic has one copy, and few partitions so that it is there at once.
    properties.put("default.replication.factor", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");

    // A start soon after a kill waits for the killed broker's session to end.
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");

    // A killed consumer is noticed, and its partitions move, within the time a test waits.
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "500");

    // Small, for a machine that runs everything else too.
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    return properties;
  }

  private static void format(KafkaConfig config, Path logDirectory) throws Exception {
    new Formatter()
        .setClusterId(CLUSTER_ID)
        .setNodeId(NODE_ID)
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(config.metadataLogDir())
        .addDirectory(logDirectory.toString())
        .setIgnoreFormatted(true)
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .run();
  }

  /** What clients connect to, as {@code host:port}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** The TCP port on the loopback address. */
  public int port() {
    return port;
  }

  /**
   * Creates topics with the same number of partitions and the same configuration, and returns when
   * they can be used. Those that exist are left as they are.
   */
  public void createTopics(List<String> names, int partitions, Map<String, String> configs) {
    try (Admin admin = admin()) {
      for (String name : names) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
        createUnlessThere(admin, topic);
      }
    }
  }

  /** Creates one topic; see {@link #createTopics}. */
  public void createTopic(String name, int partitions) {
    createTopics(List.of(name), partitions, Map.of());
  }

  private static void createUnlessThere(Admin admin, NewTopic topic) {
    try {
      admin.createTopics(List.of(topic)).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new BackendException("Cannot create the topic " + topic.name(), e);
      }
    } catch (TimeoutException e) {
      throw new BackendException("The broker did not create the topic " + topic.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("Interrupted while creating the topic " + topic.name(), e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  /** Stops broker and controller, waits for their end, and deletes files that were not given. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    server.shutdown();
    server.awaitShutdown();
    if (scratch != null) {
      scratch.close();
    }
  }
}
