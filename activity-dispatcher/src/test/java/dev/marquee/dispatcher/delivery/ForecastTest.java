package dev.marquee.dispatcher.delivery;

import static dev.marquee.dispatcher.testing.Crowd.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.delivery.Forecast.ForecastHour;
import dev.marquee.dispatcher.delivery.Forecast.PlannedStarts;
import dev.marquee.dispatcher.ingest.FactWriter;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.Crowd;
import dev.marquee.dispatcher.testing.LogLines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators are told before it happens, on a real PostgreSQL. */
@Timeout(60)
class ForecastTest {
  private static final Instant CARD_AT = Snapshots.CARD_AT;
  private static final Instant MORNING = CARD_AT.minus(Duration.ofHours(6));
  private static final Duration DAY = Duration.ofHours(24);
  private static final Crowd CROWD = new Crowd(Snapshots.STARTS_AT);
  private static final ActivityTypes TYPES = new ActivityTypes(Optional::empty);
  private static ActivityDatabase database;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Test
  void tellsTheStartsOfEachHourAndWhichOfThemWillShowNothing() {
    // Given
    planned(5);
    database.change("update devices set start_tokens = '{}' where ref = 'd-2'");
    registerToken("d-3", CARD_AT.minus(Duration.ofDays(61)));
    database.change("update devices set activities_enabled = false where ref = 'd-4'");

    // When
    Forecast forecast = at(MORNING).ahead(DAY);

    // Then
    assertThat(forecast.hours())
        .containsExactly(
            new ForecastHour(
                Instant.parse("2026-12-04T15:00:00Z"), new PlannedStarts(5, 2, 1, 1, 0, 1), 0));
    assertThat(forecast.overdue()).isZero();
  }

  @Test
  void suspectsATokenWithWhichStartsWereAcceptedAndNoCardWasEverHeardOf() {
    // Given
    database.addActivitiesOfOneDevice(3, CARD_AT);
    registerToken("d-1", CARD_AT.minus(Duration.ofDays(1)));
    settleAll(claim(2, CARD_AT));

    // When
    Forecast soon = at(CARD_AT.minusSeconds(1)).ahead(DAY);
    Forecast later = at(CARD_AT.plus(Duration.ofMinutes(16))).ahead(DAY);

    // Then
    assertThat(soon.starts().usable()).isEqualTo(1);
    assertThat(later.starts()).isEqualTo(PlannedStarts.NONE);
    assertThat(later.overdue()).isEqualTo(1);
    assertThat(startTokens(CARD_AT.plus(Duration.ofMinutes(14)))).containsOnly("usable");
    assertThat(startTokens(CARD_AT.plus(Duration.ofMinutes(16)))).containsOnly("unheard");
  }

  @Test
  void trustsATokenAgainWhenACardIsHeardOf() {
    // Given
    database.addActivitiesOfOneDevice(2, CARD_AT);
    registerToken("d-1", CARD_AT.minus(Duration.ofDays(1)));
    settleAll(claim(2, CARD_AT));

    // When
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, List.of(CROWD.card(1, CARD_AT)), CARD_AT));

    // Then
    assertThat(startTokens(CARD_AT.plus(Duration.ofMinutes(16)))).containsOnly("usable");
  }

  @Test
  void aRunningCardIsNoStart() {
    // Given
    planned(1);
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, List.of(CROWD.card(1, MORNING)), MORNING));
    database.change("update activities set due_at = '2026-12-04T18:00:00Z'");

    // When
    Forecast forecast = at(MORNING).ahead(DAY);

    // Then
    assertThat(forecast.hours())
        .containsExactly(
            new ForecastHour(Instant.parse("2026-12-04T18:00:00Z"), PlannedStarts.NONE, 1));
  }

  @Test
  void looksNoFurtherThanItIsAsked() {
    // Given
    planned(3);

    // When
    Forecast forecast = at(MORNING).ahead(Duration.ofHours(6));

    // Then
    assertThat(forecast.hours()).isEmpty();
  }

  @Test
  void theGaugesTellTheStartsOfTheNextDay() {
    // Given
    planned(4);
    database.change("update devices set start_tokens = '{}' where ref = 'd-2'");
    registerToken("d-3", CARD_AT.minus(Duration.ofDays(61)));
    database.change("update devices set activities_enabled = false where ref = 'd-4'");
    MeterRegistry metrics = new SimpleMeterRegistry();
    ForecastGauges gauges = gauges(metrics);

    // When
    gauges.onStart(new StartupEvent());

    // Then
    await()
        .untilAsserted(() ->
            assertThat(startsByToken(metrics))
                .isEqualTo(
                    Map.of("usable", 1.0, "missing", 1.0, "old", 1.0, "unheard", 0.0, "off", 1.0)));
    gauges.onShutdown(new ShutdownEvent());
  }

  @Test
  void theGaugesKeepTheirValuesWhileTheDatabaseDoesNotAnswer() {
    try (LogLines log = LogLines.of(ForecastGauges.class)) {
      // Given
      planned(3);
      MeterRegistry metrics = new SimpleMeterRegistry();
      ForecastGauges gauges = gauges(metrics);
      gauges.onStart(new StartupEvent());
      await().until(() -> startsByToken(metrics).containsValue(3.0));

      // When
      database.change("alter table devices rename to unreachable");
      await().until(() -> !log.lines().isEmpty());

      // Then
      assertThat(startsByToken(metrics)).containsEntry("usable", 3.0);
      gauges.onShutdown(new ShutdownEvent());
    } finally {
      database.change("alter table if exists unreachable rename to devices");
    }
  }

  private static ForecastGauges gauges(MeterRegistry metrics) {
    return new ForecastGauges(at(MORNING), new TestForecastConfig(), metrics);
  }

  private static Map<String, Double> startsByToken(MeterRegistry metrics) {
    return metrics.find("marquee.forecast.starts").gauges().stream()
        .collect(
            Collectors.toMap(
                gauge -> Objects.requireNonNull(gauge.getId().getTag("token")), Gauge::value));
  }

  /** Bookings with a phone each, decided about: their cards wait for their start. */
  private static void planned(int count) {
    database
        .transactions()
        .run(session -> FactWriter.writeBookings(session, each(count, CROWD::confirmed), MORNING));
    database
        .transactions()
        .run(session -> FactWriter.writeTokens(session, each(count, CROWD::device), MORNING));
    List<Settlement> waiting =
        claim(count, MORNING).stream()
            .map(one -> DeliveryPolicy.withoutPush(one.claim(), one.step()))
            .toList();
    new SettleStore(database.transactions()).settle(waiting, MORNING);
  }

  private static List<Decided> claim(int count, Instant now) {
    return new DueStore(database.transactions(), new TestDeliveryConfig(Duration.ofMinutes(5), 8))
        .claim(
            count,
            now,
            0,
            Set.of(),
            claim -> Decided.of(claim, TYPES.next(claim.snapshot(), claim.claimedAt())));
  }

  private static void settleAll(List<Decided> starts) {
    DeliveryPolicy policy = new DeliveryPolicy(new Random(5));
    List<Settlement> accepted =
        starts.stream()
            .map(one ->
                policy.afterPush(
                    one,
                    (NextStep.Push) one.step(),
                    new ApnsOutcome.Accepted(null),
                    CARD_AT,
                    Duration.ofMillis(3)))
            .toList();
    new SettleStore(database.transactions()).settle(accepted, CARD_AT);
  }

  private static void registerToken(String device, Instant at) {
    database.change(
        "update devices set start_tokens = json_build_object('TicketAttributes', json_build_object("
            + "'token', start_tokens->'TicketAttributes'->'token', 'registeredAt', '%s'))"
                .formatted(at)
            + " where ref = '%s'".formatted(device));
  }

  private static List<String> startTokens(Instant now) {
    ActivityInspection inspection =
        new ActivityInspection(
            database.transactions(), TYPES, new TestForecastConfig(), clockAt(now));
    return List.of("b-1", "b-2").stream()
        .flatMap(booking -> inspection.of(booking).stream())
        .map(InspectedActivity::startToken)
        .toList();
  }

  private static ForecastStore at(Instant now) {
    return new ForecastStore(database.transactions(), new TestForecastConfig(), clockAt(now));
  }

  private static BusinessClock clockAt(Instant now) {
    return BusinessClock.over(Clock.fixed(now, ZoneOffset.UTC));
  }
}
