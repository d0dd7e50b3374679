package dev.marquee.testbed.stack;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpHandler;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import dev.marquee.testbed.phone.PhoneFleet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All of Marquee, running: one token registry and two activity dispatchers as the processes that
 * ship, between a real broker, a real database and the APNs simulator. Everything it writes stays
 * below one folder of the checkout, and everything it starts ends with it.
 *
 * <p>It ends by {@link #close}, or with the JVM. What survives a JVM that is killed is stopped by
 * the next start of any stack of the same checkout. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {

  /** The team that the stack's key belongs to. */
  public static final String TEAM_ID = "MARQUEETM1";

  /** The id of the stack's key; of the first app's, where each app has its own. */
  public static final String KEY_ID = SigningKey.idOf(1);

  private final StackPlan plan;
  private final OpenParts parts;
  private final StackClock clock;
  private final ControlServer control;
  private final DeveloperTokens tokens;
  private final ApnsSimulator apns;
  private final PhoneFleet phones;
  private final EmbeddedPostgresServer postgres;
  private final EmbeddedKafkaBroker kafka;
  private final Services services;

  LocalStack(
      StackPlan plan,
      OpenParts parts,
      StackClock clock,
      ControlServer control,
      DeveloperTokens tokens,
      ApnsSimulator apns,
      PhoneFleet phones,
      EmbeddedPostgresServer postgres,
      EmbeddedKafkaBroker kafka,
      Services services) {
    this.plan = plan;
    this.parts = parts;
    this.clock = clock;
    this.control = control;
    this.tokens = tokens;
    this.apns = apns;
    this.phones = phones;
    this.postgres = postgres;
    this.kafka = kafka;
    this.services = services;
  }

  /**
   * A plan to change and then {@link Builder#start}: free ports, one app, a fast database that may
   * forget when the machine dies.
   *
   * @param name of the stack's folder; of two stacks with the same name the second does not start
   */
  public static Builder builder(Checkout checkout, String name) {
    return new Builder(checkout, name);
  }

  /** Business time of all parts, and how to move it. */
  public StackClock clock() {
    return clock;
  }

  /** Signs in whoever is wanted. */
  public DeveloperTokens tokens() {
    return tokens;
  }

  /** APNs itself: what it received, and its moods. */
  public ApnsSimulator apns() {
    return apns;
  }

  /** The phones, none at first; their apps report to the token registry. */
  public PhoneFleet phones() {
    return phones;
  }

  /** The token registry. */
  public ServiceProcess registry() {
    return services.registry();
  }

  /** The replicas of the activity dispatcher, two unless the builder was told otherwise. */
  public List<ServiceProcess> dispatchers() {
    return services.dispatchers();
  }

  /** Where clock and phones are served, and whatever {@link #serve} adds. */
  public URI controlUri() {
    return URI.create("http://localhost:" + plan.ports().control());
  }

  /** Answers all below a path of {@link #controlUri} by this, on virtual threads. */
  public void serve(String path, HttpHandler handler) {
    control.serve(path, handler);
  }

  /** What Kafka clients connect to. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** A new booking system; the caller closes it. */
  public Upstream newUpstream() {
    return new Upstream(bootstrapServers());
  }

  /** A new reader of a topic from its beginning; the caller closes it. */
  public TopicReader newReader(String topic) {
    return new TopicReader(bootstrapServers(), topic);
  }

  /**
   * Waits until every consumer group that reads the topic has acknowledged all that is on it now.
   *
   * @throws StackException when it takes more than half a minute
   */
  public void awaitConsumed(String topic) {
    ConsumerProgress.awaitConsumed(bootstrapServers(), topic);
  }

  /** The database server's part of the processors so far. */
  public Duration databaseProcessorTime() {
    return postgres.processorTime();
  }

  /** Where the stack keeps the key that signs for its apps, and APNs' certificate, as files. */
  public Path keysFolder() {
    return plan.folder().resolve(StackHome.KEYS);
  }

  /** Where JDBC finds the registry's database; user and password are {@code postgres}. */
  public String registryJdbcUrl() {
    return postgres.jdbcUrl(Services.REGISTRY_DATABASE);
  }

  /** Where JDBC finds the dispatchers' database; user and password are {@code postgres}. */
  public String dispatcherJdbcUrl() {
    return postgres.jdbcUrl(Services.DISPATCHER_DATABASE);
  }

  /**
   * Returns once the stack is being closed.
   *
   * @throws StackException with the end of its log when a service ends by itself before
   */
  public void awaitFailure() {
    services.awaitFailure();
  }

  /** Stops all of it, newest first. */
  @Override
  public void close() {
    parts.close();
  }

  /** How a stack is to be; see {@link LocalStack#builder}. */
  public static final class Builder {
    private final Checkout checkout;
    private final String name;
    private StackPorts ports = StackPorts.free();
    private int dispatchers = 2;
    private List<String> apps = List.of(TicketApp.BUNDLE_ID);
    private boolean keyForEachApp;
    private boolean durable;
    private List<String> serviceOptions = List.of("-Xmx256m", "-XX:+UseSerialGC");
    private Map<String, String> dispatcherSettings = Map.of();
    private Progress progress = Progress.SILENT;

    private Builder(Checkout checkout, String name) {
      this.checkout = requireNonNull(checkout, "checkout is null");
      this.name = requireNonNull(name, "name is null");
    }

    /** Where all parts listen. */
    public Builder ports(StackPorts ports) {
      this.ports = ports;
      return this;
    }

    /** How many replicas of the activity dispatcher there are: 2, unless told to be 1. */
    public Builder dispatchers(int dispatchers) {
      this.dispatchers = dispatchers;
      return this;
    }

    /** Bundle ids of the apps that the dispatchers may push to. */
    public Builder apps(List<String> apps) {
      this.apps = apps;
      return this;
    }

    /**
     * Gives each app a signing key, and so connections, of its own, as apps of several houses have
     * them; otherwise one key signs for all.
     */
    public Builder keyForEachApp() {
      this.keyForEachApp = true;
      return this;
    }

    /** Lets each commit of the database wait for the disk, as in production. */
    public Builder durable() {
      this.durable = true;
      return this;
    }

    /** Options of the services' JVMs, in place of a modest heap. */
    public Builder serviceOptions(List<String> serviceOptions) {
      this.serviceOptions = serviceOptions;
      return this;
    }

    /** Settings of the dispatchers beside what every stack tells them. */
    public Builder dispatcherSettings(Map<String, String> dispatcherSettings) {
      this.dispatcherSettings = dispatcherSettings;
      return this;
    }

    /** A folder of activity types beside the built-in one. */
    public Builder activityTypes(Path folder) {
      Map<String, String> settings = new HashMap<>(dispatcherSettings);
      settings.put("marquee.activity-types.folder", folder.toString());
      return dispatcherSettings(settings);
    }

    /** Who hears how it comes up. */
    public Builder progress(Progress progress) {
      this.progress = progress;
      return this;
    }

    /**
     * Starts all parts and returns when they serve.
     *
     * @throws StackException with a sentence for the person at the terminal
     */
    public LocalStack start() {
      return new StackStart(
              new StackPlan(
                  checkout,
                  name,
                  ports,
                  dispatchers,
                  apps,
                  keyForEachApp,
                  durable,
                  serviceOptions,
                  dispatcherSettings,
                  progress))
          .run();
    }
  }
}
