package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.ConnectionPool.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends pushes over pools of connections: from lane to key, from key to its pools. */
final class PooledApnsClient implements ApnsClient {

  private static final Logger LOG = Logger.getLogger(PooledApnsClient.class);

  private static final Duration FIRST_RECONNECT_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_RECONNECT_WAIT = Duration.ofSeconds(30);
  private static final Duration CLOSING_MARGIN = Duration.ofSeconds(2);

  /** What has a rejection throttles all that share its connection: hence two pools. */
  private record Route(ConnectionPool proven, ConnectionPool unproven) {}

  private final ApnsConnector connector;
  private final Duration requestTimeout;
  private final Map<ApnsLane, Route> routes = new HashMap<>();
  private final Vertx vertx;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long keyTimer;

  /**
   * Opens no connection yet: the first push of a lane does.
   *
   * @param clock business time, for the age of provider tokens
   * @param random for the waits before reconnecting and the choice of addresses; must be safe for
   *     use by several threads
   * @throws IllegalArgumentException naming the property that is at fault
   */
  PooledApnsClient(Vertx vertx, ApnsConfig config, InstantSource clock, RandomGenerator random) {
    this(vertx, config, clock, HostLookup.ofPlatform(random), random);
  }

  /** The same with a name service of the caller's choice. */
  PooledApnsClient(
      Vertx vertx,
      ApnsConfig config,
      InstantSource clock,
      HostLookup lookup,
      RandomGenerator random) {
    this(vertx, config, clock, lookup, random, ApnsWire.FIRST_STREAM_ID);
  }

  /** The same on connections whose first streams are used up. */
  PooledApnsClient(
      Vertx vertx,
      ApnsConfig config,
      InstantSource clock,
      HostLookup lookup,
      RandomGenerator random,
      int firstStreamId) {
    Map<ApnsLane, ProviderTokenSource> keyring = ApnsKeyring.load(config.keys(), clock);
    this.vertx = vertx;
    this.requestTimeout = config.requestTimeout();
    this.connector = new ApnsConnector(vertx, trustedCertificate(config), lookup, firstStreamId);
    var backoff = new Backoff(FIRST_RECONNECT_WAIT, LONGEST_RECONNECT_WAIT, random);
    Map<ProviderTokenSource, Map<ApnsEnvironment, Route>> byKey = new HashMap<>();
    keyring.forEach((lane, tokens) ->
        routes.put(
            lane,
            byKey
                .computeIfAbsent(tokens, _ -> new EnumMap<>(ApnsEnvironment.class))
                .computeIfAbsent(
                    lane.environment(),
                    environment -> route(config, environment, tokens, backoff))));
    List<KeyWatch> watches =
        config.keys().entrySet().stream()
            .map(key -> watch(key.getKey(), key.getValue(), keyring, byKey))
            .toList();
    this.keyTimer =
        vertx.setPeriodic(config.keyCheckInterval().toMillis(), _ -> lookAtKeys(watches));
  }

  private static KeyWatch watch(
      String name,
      ApnsConfig.Key config,
      Map<ApnsLane, ProviderTokenSource> keyring,
      Map<ProviderTokenSource, Map<ApnsEnvironment, Route>> byKey) {
    ProviderTokenSource tokens =
        requireNonNull(keyring.get(ApnsKeyring.lanesOf(name, config).getFirst()));
    List<ConnectionPool> pools =
        requireNonNull(byKey.get(tokens)).values().stream()
            .flatMap(route -> Stream.of(route.proven(), route.unproven()))
            .toList();
    return new KeyWatch(ApnsKeyring.KEYS + name, config, tokens, pools);
  }

  /** On a worker thread, for it reads files; never twice at a time. */
  private void lookAtKeys(List<KeyWatch> watches) {
    var _ =
        vertx.executeBlocking(
            () -> {
              watches.forEach(KeyWatch::look);
              return watches.size();
            },
            true);
  }

  private static @Nullable Path trustedCertificate(ApnsConfig config) {
    Path file = config.trustedCertificate().orElse(null);
    if (file != null && !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "marquee.apns.trusted-certificate: cannot read " + file.toAbsolutePath());
    }
    return file;
  }

  private Route route(
      ApnsConfig config, ApnsEnvironment environment, ProviderTokenSource tokens, Backoff backoff) {
    HostAndPort host =
        switch (environment) {
          case PRODUCTION -> HostAndPort.create(config.productionHost(), config.productionPort());
          case SANDBOX -> HostAndPort.create(config.sandboxHost(), config.sandboxPort());
        };
    var proven = new Limits(config.connections(), config.queueLimit(), requestTimeout);
    var unproven = new Limits(1, config.queueLimit(), requestTimeout);
    return new Route(
        new ConnectionPool(connector, host, tokens, proven, backoff),
        new ConnectionPool(connector, host, tokens, unproven, backoff));
  }

  @Override
  public CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
    Route route = routes.get(push.lane());
    if (route == null) {
      return CompletableFuture.completedStage(
          new ApnsOutcome.NotSent("marquee.apns.keys: no key for " + push.lane()));
    }
    return (push.provenToken() ? route.proven() : route.unproven()).send(push, deadlineNanos);
  }

  @Override
  public boolean serves(ApnsLane lane) {
    return routes.containsKey(lane);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      vertx.cancelTimer(keyTimer);
      drain();
    }
  }

  private void drain() {
    CompletableFuture<?>[] drained =
        routes.values().stream()
            .distinct()
            .flatMap(route -> Stream.of(route.proven(), route.unproven()))
            .map(ConnectionPool::close)
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(drained)
          .get(requestTimeout.plus(CLOSING_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("closed the connections to APNs before every push had its outcome", e);
    } finally {
      connector.close();
    }
  }
}
