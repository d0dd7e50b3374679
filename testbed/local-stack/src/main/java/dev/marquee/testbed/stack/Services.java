package dev.marquee.testbed.stack;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The service processes of a stack, each with settings by which it finds the others: one token
 * registry and the activity dispatchers.
 */
final class Services implements AutoCloseable {

  static final String REGISTRY_DATABASE = "token_registry";
  static final String DISPATCHER_DATABASE = "activity_dispatcher";

  private static final String REGISTRY = "token-registry";
  private static final String DISPATCHER = "activity-dispatcher";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final ServiceProcess registry;
  private final List<ServiceProcess> dispatchers;
  private volatile boolean closing;

  private Services(ServiceProcess registry, List<ServiceProcess> dispatchers) {
    this.registry = registry;
    this.dispatchers = List.copyOf(dispatchers);
  }

  /** Writes the settings; nothing is started yet. */
  static Services create(
      StackPlan plan,
      StackHome home,
      ServiceJars jars,
      EmbeddedPostgresServer postgres,
      EmbeddedKafkaBroker kafka,
      DeveloperTokens tokens,
      List<SigningKey> apnsKeys,
      ApnsSimulator apns)
      throws IOException {
    Path certificate = home.keys().resolve("apns-certificate.pem");
    apns.tlsIdentity().writeCertificate(certificate);

    ServiceSettings common =
        ServiceSettings.empty()
            .with("quarkus.http.host", "localhost")
            .with("quarkus.banner.enabled", false)
            .with("quarkus.datasource.username", postgres.user())
            .with("quarkus.datasource.password", postgres.password())
            .with("kafka.bootstrap.servers", kafka.bootstrapServers())
            .with("mp.jwt.verify.publickey.location", tokens.publicKey().toUri())
            .with("mp.jwt.verify.issuer", DeveloperTokens.ISSUER)
            .with(
                "marquee.clock.offset-url",
                "http://localhost:%d/clock".formatted(plan.ports().control()));
    ServiceSettings registry = common.with(database(postgres, REGISTRY_DATABASE));
    ServiceSettings dispatcher =
        common
            .with(database(postgres, DISPATCHER_DATABASE))
            .with("marquee.apns.production-host", "localhost")
            .with("marquee.apns.production-port", apns.port())
            // Nothing of a local stack may ever reach Apple.
            .with("marquee.apns.sandbox-host", "localhost")
            .with("marquee.apns.sandbox-port", apns.port())
            .with("marquee.apns.trusted-certificate", certificate)
            // A story that says "now it starts" is not told a minute later.
            .with("marquee.pace.start-window", "0s");
    for (SigningKey key : apnsKeys) {
      dispatcher = dispatcher.with(key.writeTo(home.keys()));
    }
    dispatcher = dispatcher.with(new ServiceSettings(plan.dispatcherSettings()));

    Processes processes = new Processes(plan, home);
    List<ServiceProcess> dispatchers = new ArrayList<>();
    List<Integer> ports = List.of(plan.ports().dispatcher(), plan.ports().secondDispatcher());
    for (int port : ports.subList(0, plan.dispatchers())) {
      String name = DISPATCHER + "-" + (dispatchers.size() + 1);
      dispatchers.add(processes.create(name, jars.dispatcher(), port, dispatcher));
    }
    return new Services(
        processes.create(REGISTRY, jars.registry(), plan.ports().registry(), registry),
        dispatchers);
  }

  ServiceProcess registry() {
    return registry;
  }

  List<ServiceProcess> dispatchers() {
    return dispatchers;
  }

  Stream<ServiceProcess> all() {
    return Stream.concat(Stream.of(registry), dispatchers.stream());
  }

  /**
   * Returns once all are being closed.
   *
   * @throws StackException with the end of its log when one ends by itself before
   */
  void awaitFailure() {
    Object ended =
        CompletableFuture.anyOf(
                all().map(ServiceProcess::onExit).toArray(CompletableFuture<?>[]::new))
            .join();
    if (!closing) {
      throw ((ServiceProcess) ended).failed("ended by itself");
    }
  }

  /** Stops all of them side by side. */
  @Override
  public void close() {
    closing = true;
    all().forEach(ServiceProcess::requestStop);
    all().forEach(ServiceProcess::stop);
  }

  private static ServiceSettings database(EmbeddedPostgresServer postgres, String name) {
    return ServiceSettings.empty()
        .with("quarkus.datasource.reactive.url", postgres.reactiveUrl(name))
        .with("quarkus.datasource.jdbc.url", postgres.jdbcUrl(name));
  }

  /** What every process of one stack has in common. */
  private record Processes(StackPlan plan, StackHome home, HttpClient http) {

    Processes(StackPlan plan, StackHome home) {
      this(plan, home, HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build());
    }

    ServiceProcess create(String name, Path jar, int port, ServiceSettings settings)
        throws IOException {
      Path folder = home.service(name);
      settings.with("quarkus.http.port", port).writeTo(folder);
      Path log = home.logs().resolve(name + ".log");
      return new ServiceProcess(
          name, jar, folder, log, port, plan.serviceOptions(), home.ledger(), http);
    }
  }
}
