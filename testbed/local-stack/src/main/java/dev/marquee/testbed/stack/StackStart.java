package dev.marquee.testbed.stack;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.control.ApnsControl;
import dev.marquee.testbed.backends.BackendException;
import dev.marquee.testbed.backends.BrokerSettings;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import dev.marquee.testbed.backends.PostgresSettings;
import dev.marquee.testbed.phone.HttpAppBackend;
import dev.marquee.testbed.phone.PhoneFleet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * One start of a stack: what needs nobody comes up side by side, then the services do. Whatever
 * fails, all that was started is stopped again. Used once, by one thread.
 */
final class StackStart {

  private static final Duration PHONE_TICK = Duration.ofMillis(200);

  private final StackPlan plan;
  private final long begun = System.nanoTime();
  private final OpenParts parts = new OpenParts();
  private final StackClock clock = new StackClock();

  StackStart(StackPlan plan) {
    this.plan = plan;
  }

  LocalStack run() {
    ServiceJars jars = ServiceJars.of(plan.checkout());
    int stopped = StackHome.sweep(plan.checkout().stateFolder());
    if (stopped > 0) {
      plan.progress()
          .note("Stopped what an earlier run had left (%d processes).".formatted(stopped));
    }
    // From here on there is something to stop, however this process ends.
    Runtime.getRuntime().addShutdownHook(parts.shutdownHook());
    try {
      return start(jars);
    } catch (IOException | BackendException e) {
      parts.close();
      throw new StackException(
          StackException.Code.NOT_PREPARED, "The stack cannot be started: " + reasons(e), e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private LocalStack start(ServiceJars jars) throws IOException {
    StackHome home = parts.add(StackHome.claim(plan.folder()));
    plan.ports().requireFree();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EmbeddedPostgresServer> database = threads.submit(() -> startPostgres(home));
      Future<EmbeddedKafkaBroker> broker = threads.submit(() -> startKafka(home));
      DeveloperTokens tokens = DeveloperTokens.create(home.keys());
      List<SigningKey> apnsKeys = SigningKey.generate(plan);
      ApnsSimulator apns = startApns(apnsKeys);
      PhoneFleet phones = startPhones(apns, tokens);
      ControlServer control =
          parts.add(ControlServer.start(plan.ports().control(), clock, new PhonesReport(phones)));
      control.serve(ApnsControl.PATH, new ApnsControl(apns));

      EmbeddedPostgresServer postgres = result(database);
      EmbeddedKafkaBroker kafka = result(broker);
      Services services =
          parts.add(Services.create(plan, home, jars, postgres, kafka, tokens, apnsKeys, apns));
      services
          .all()
          .map(service -> threads.submit(() -> startService(service)))
          .toList()
          .forEach(StackStart::result);
      return new LocalStack(
          plan, parts, clock, control, tokens, apns, phones, postgres, kafka, services);
    }
  }

  private EmbeddedPostgresServer startPostgres(StackHome home) {
    EmbeddedPostgresServer postgres =
        parts.add(
            EmbeddedPostgresServer.start(
                PostgresSettings.forTests()
                    .withPort(plan.ports().postgres())
                    .withDataDirectory(home.postgres())
                    .withDurable(plan.durable())
                    .withStopsWithJvm(false)));
    Stream.of(Services.REGISTRY_DATABASE, Services.DISPATCHER_DATABASE)
        .forEach(postgres::createDatabase);
    ready("PostgreSQL", "localhost:" + postgres.port());
    return postgres;
  }

  private EmbeddedKafkaBroker startKafka(StackHome home) {
    EmbeddedKafkaBroker kafka =
        parts.add(
            EmbeddedKafkaBroker.start(new BrokerSettings(plan.ports().kafka(), home.kafka())));
    Topics.create(kafka);
    ready("Kafka", kafka.bootstrapServers());
    return kafka;
  }

  private ApnsSimulator startApns(List<SigningKey> keys) {
    ApnsSimulator.Builder builder =
        ApnsSimulator.builder().port(plan.ports().apns()).clock(clock.businessClock());
    keys.forEach(each -> builder.key(each.key().providerKey()));
    ApnsSimulator apns = parts.add(builder.start());
    ready("APNs simulator", "https://localhost:" + apns.port());
    return apns;
  }

  private PhoneFleet startPhones(ApnsSimulator apns, DeveloperTokens tokens) {
    URI registry = URI.create("http://localhost:" + plan.ports().registry());
    HttpAppBackend backend = parts.add(new HttpAppBackend(registry, tokens::forUser));
    return parts.add(
        PhoneFleet.builder(apns.tokens())
            .clock(clock.businessClock())
            .backend(backend)
            .tickEvery(PHONE_TICK)
            .build());
  }

  private ServiceProcess startService(ServiceProcess service) {
    service.start();
    service.awaitReady();
    ready(service.name(), service.uri().toString());
    return service;
  }

  private void ready(String part, String address) {
    synchronized (plan) {
      plan.progress().ready(part, address, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** All that is known, in one line: the cause is often the useful half. */
  private static String reasons(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + reasons(cause);
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException(StackException.Code.NOT_PREPARED, "The start was interrupted.", e);
    }
  }
}
