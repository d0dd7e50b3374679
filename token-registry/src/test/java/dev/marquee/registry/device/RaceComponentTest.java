package dev.marquee.registry.device;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.registry.RegistryBackends;
import dev.marquee.registry.TokenEvents;
import dev.marquee.registry.Tokens;
import dev.marquee.registry.access.Caller;
import dev.marquee.registry.device.RegistrationOutcome.Registered;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of reports that race each other, drawn by a seed that is printed; the interleaving is
 * PostgreSQL's own.
 */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Tag("race")
@Timeout(120)
class RaceComponentTest {
  private static final Logger LOG = Logger.getLogger(RaceComponentTest.class);
  private static final int THREADS = 12;
  private static final int DEVICES = 20;
  private static final int REPORTS_OF_A_DEVICE = 100;
  private static final List<String> TYPES = List.of("TicketAttributes", "FlightAttributes");

  /** What one sequence orders: the start token of a type or, without a type, the facts. */
  private record Place(String deviceId, @Nullable String type) {}

  @Inject DeviceRegistry registry;
  @Inject Pool pool;
  @Inject MeterRegistry metrics;

  /** The newest report of each place that was answered as taken in, by its sequence. */
  private final ConcurrentMap<Place, Long> newest = new ConcurrentHashMap<>();

  @Test
  void newestOfAllReportsThatWereAnsweredIsHeld() throws Exception {
    // Given
    Random random = seeded();
    String race = "race-" + Tokens.fresh("aaaa").substring(4, 12);
    List<Callable<Void>> reports = new ArrayList<>();
    for (int device = 0; device < DEVICES; device++) {
      String deviceId = race + "-" + device;
      await(() -> registry.register(user(0), deviceId, report(0L, Map.of())));
      for (long sequence = 1; sequence <= REPORTS_OF_A_DEVICE; sequence++) {
        reports.add(anyReport(random, deviceId, sequence));
      }
    }
    Collections.shuffle(reports, random);

    // When
    runAll(reports);

    // Then
    newest.forEach((place, sequence) ->
        assertThat(heldSequence(place)).as("%s", place).isGreaterThanOrEqualTo(sequence));
    assertThat(newest).hasSizeGreaterThan(DEVICES);
    assertThatLastEventsSayWhatIsHeld(race);
  }

  @Test
  void devicesThatSwapTheirTokensNeitherShareOneNorBlockEachOther() throws Exception {
    // Given
    Random random = seeded();
    String race = "swap-" + Tokens.fresh("aaaa").substring(4, 12);
    List<PushToken> tokens = new ArrayList<>();
    for (int token = 0; token < 4; token++) {
      tokens.add(new PushToken(Tokens.fresh("5a5a")));
    }
    List<Callable<Void>> reports = new ArrayList<>();
    for (int device = 0; device < 5; device++) {
      String deviceId = race + "-" + device;
      await(() -> registry.register(user(0), deviceId, report(null, Map.of())));
      for (int turn = 0; turn < 100; turn++) {
        Map<String, PushToken> held =
            Map.of(
                TYPES.getFirst(), tokens.get(random.nextInt(tokens.size())),
                TYPES.getLast(), tokens.get(random.nextInt(tokens.size())));
        reports.add(() -> {
          await(() -> registry.register(install(0, deviceId), deviceId, report(null, held)));
          return null;
        });
      }
    }
    Collections.shuffle(reports, random);
    double lostRacesBefore = lostRaces();

    // When
    runAll(reports);

    // Then
    assertThat(lostRaces()).isEqualTo(lostRacesBefore);
    for (PushToken token : tokens) {
      assertThat(
              count(
                  "select count(*) from devices where start_token_values @> '[\"%s\"]'"
                      .formatted(token.hex())))
          .isLessThanOrEqualTo(1);
    }
    assertThatLastEventsSayWhatIsHeld(race);
  }

  /** Rotations, withdrawals, cards and users who come and go; whoever is not the owner may try. */
  private Callable<Void> anyReport(Random random, String deviceId, long sequence) {
    int userNumber = random.nextInt(2);
    String type = TYPES.get(random.nextInt(TYPES.size()));
    String card = "card-" + random.nextInt(2);
    return switch (random.nextInt(10)) {
      case 0 ->
          () -> {
            RegistrationOutcome outcome =
                await(() ->
                    registry.register(user(userNumber), deviceId, report(sequence, Map.of())));
            if (outcome instanceof Registered) {
              newest.merge(new Place(deviceId, null), sequence, Math::max);
            }
            return null;
          };
      case 1, 2 ->
          () -> {
            Optional<Device> held =
                await(() ->
                    registry.withdrawStartToken(
                        install(userNumber, deviceId),
                        deviceId,
                        type,
                        new Withdrawal(sequence, null)));
            held.ifPresent(_ -> newest.merge(new Place(deviceId, type), sequence, Math::max));
            return null;
          };
      case 3, 4 ->
          () -> {
            await(() ->
                registry.reportInstance(
                    install(userNumber, deviceId),
                    deviceId,
                    card,
                    new SingleInstanceReport(
                        "b-1",
                        null,
                        new PushToken(Tokens.fresh("cafe")),
                        InstanceState.ACTIVE,
                        sequence,
                        null)));
            return null;
          };
      default ->
          () -> {
            Optional<Device> held =
                await(() ->
                    registry.registerStartToken(
                        install(userNumber, deviceId),
                        deviceId,
                        type,
                        new StartTokenReport(new PushToken(Tokens.fresh("f00d")), sequence, null)));
            held.ifPresent(_ -> newest.merge(new Place(deviceId, type), sequence, Math::max));
            return null;
          };
    };
  }

  private long heldSequence(Place place) {
    String column =
        place.type == null
            ? "sequence"
            : "cast(start_tokens -> '%s' ->> 'sequence' as bigint)".formatted(place.type);
    return count("select %s from devices where device_id = '%s'".formatted(column, place.deviceId));
  }

  /** What was published last of each device is what its row says. */
  private void assertThatLastEventsSayWhatIsHeld(String race) {
    Awaitility.await().until(() -> count("select count(*) from outbox") == 0);
    Map<String, DeviceChanged> published;
    try (TokenEvents events = new TokenEvents("token-events")) {
      published = events.lastStates();
    }
    pool.query(
            "select device_id, user_id, start_token_values::text from devices where device_id like '%s-%%'"
                .formatted(race))
        .executeAndAwait()
        .forEach(row -> {
          DeviceChanged last = requireNonNull(published.get(row.getString(0)));
          assertThat(last.userId()).isEqualTo(row.getString(1));
          String held = row.getString(2);
          assertThat(last.startTokens().values())
              .allMatch(token -> held.contains(token.token().hex()))
              .hasSize(held.equals("[]") ? 0 : held.split(",").length);
        });
  }

  private double lostRaces() {
    return metrics.counter("marquee.registry.transactions.lost.races").count();
  }

  private static void runAll(List<Callable<Void>> reports) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Void> done : threads.invokeAll(reports)) {
        done.get();
      }
    }
  }

  private static Random seeded() {
    long seed = new Random().nextLong();
    LOG.infof("seed %d", seed);
    return new Random(seed);
  }

  private static Caller user(int number) {
    return new Caller("racer-" + number, false, null, Instant.now());
  }

  private static Caller install(int number, String deviceId) {
    return new Caller("racer-" + number, false, deviceId, Instant.EPOCH);
  }

  private static DeviceReport report(@Nullable Long sequence, Map<String, PushToken> startTokens) {
    return DeviceReports.of(sequence, startTokens);
  }

  private static <T> T await(Supplier<Uni<T>> work) throws Exception {
    try {
      return VertxContextSupport.subscribeAndAwait(work);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private long count(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }
}
