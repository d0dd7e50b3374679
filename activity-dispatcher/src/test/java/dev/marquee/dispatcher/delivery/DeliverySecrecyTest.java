package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPush;
import dev.marquee.dispatcher.apns.RejectionReason.Known;
import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.LogLines;
import dev.marquee.dispatcher.testing.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Device tokens stay where devices are kept, whatever APNs answers and whatever goes wrong. */
@Timeout(60)
class DeliverySecrecyTest {
  private static final Instant NOW = Snapshots.CARD_AT.plusSeconds(10);
  private static final String START_TOKEN = Snapshots.START_TOKEN.token().hex();
  private static final String UPDATE_TOKEN = "ab".repeat(16);

  private static final List<ApnsOutcome> OUTCOMES =
      List.of(
          new ApnsOutcome.Accepted(null),
          new ApnsOutcome.TokenRejected(Known.UNREGISTERED, NOW),
          new ApnsOutcome.TokenRejected(Known.BAD_DEVICE_TOKEN, null),
          new ApnsOutcome.CredentialsRejected(Known.INVALID_PROVIDER_TOKEN),
          new ApnsOutcome.Throttled(Known.TOO_MANY_REQUESTS, null),
          new ApnsOutcome.RequestRejected(Known.PAYLOAD_TOO_LARGE),
          new ApnsOutcome.Unavailable(Known.SERVICE_UNAVAILABLE, null),
          new ApnsOutcome.NotSent("no place on a connection"),
          new ApnsOutcome.Indeterminate("connection closed"));

  private static final int PUSHES = 2 * OUTCOMES.size();

  /** Where tokens belong. */
  private static final String OTHER_TABLES =
      """
      select tablename from pg_tables
      where schemaname = current_schema() and tablename not in ('devices', 'instances')
      """;

  private ActivityDatabase database;

  @BeforeEach
  void start() {
    database = ActivityDatabase.start();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void noTokenIsLoggedCountedStoredPublishedOrShown() {
    // Given
    addStartsUpdatesAndOneThatCannotBeRead();
    EveryAnswer apns = new EveryAnswer();
    List<String> texts = new ArrayList<>();

    // When
    // In this order: the delivery of a test begins by silencing its log.
    try (TestDelivery delivery = new TestDelivery(database, apns, NOW, Map.of());
        LogLines log = LogLines.withTraces("dev.marquee", DeliveryWorker.class.getName())) {
      delivery.start();
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() ->
              apns.pushes.get() >= PUSHES
                  && database.count("dead_letters") > 2
                  && database.openClaims().stream().allMatch(Objects::isNull));
      delivery.metrics().getMeters().forEach(meter -> texts.add(meter.getId().toString()));
      texts.addAll(answersToOperators());
      texts.addAll(log.lines());
    }
    for (String table : database.texts(OTHER_TABLES)) {
      texts.addAll(database.texts("select t::text from %s t".formatted(table)));
    }

    // Then
    assertThat(OUTCOMES.stream().<Class<?>>map(ApnsOutcome::getClass).distinct())
        .containsExactlyInAnyOrder(ApnsOutcome.class.getPermittedSubclasses());
    assertThat(texts)
        .anyMatch(text -> text.contains("its facts cannot be read"))
        .anyMatch(text -> text.matches("push [0-9a-f-]{36} of activityId=\\d+: TokenRejected.+"))
        .anyMatch(text -> text.contains("marquee.delivery"))
        .anyMatch(text -> text.contains("tokenFingerprint"))
        .noneMatch(text -> text.contains(START_TOKEN))
        .noneMatch(text -> text.contains(UPDATE_TOKEN));
  }

  private void addStartsUpdatesAndOneThatCannotBeRead() {
    database.addActivities(PUSHES + 1, NOW);
    database.addInstances(NOW.minusSeconds(5));
    database.change("delete from instances where id <= " + OUTCOMES.size());
    database.change(
        "update devices set start_tokens = '{\"TicketAttributes\":{\"token\":\"%s\",\"registeredAt\":[\"%s\"]}}' where id = 1"
            .formatted(START_TOKEN, START_TOKEN));
    database.change("delete from instances where device_id = 1");
  }

  private List<String> answersToOperators() {
    BusinessClock clock = BusinessClock.over(Clock.fixed(NOW, ZoneOffset.UTC));
    ActivityTypes types = new ActivityTypes(Optional::empty);
    ActivityInspection inspection =
        new ActivityInspection(
            database.transactions(), types, Settings.of(ForecastConfig.class, Map.of()), clock);
    DeadLetterFilter all = new DeadLetterFilter(null, null, null, null);
    List<String> answers = new ArrayList<>();
    for (int booking = 2; booking <= PUSHES + 1; booking++) {
      answers.add(inspection.of("b-" + booking).toString());
    }
    answers.add(new DeadLetterStore(database.transactions()).list(all, 100).toString());
    answers.add(
        new ReplayStore(database.transactions(), types, clock)
            .replay(all, "on-call", true)
            .toString());
    return answers;
  }

  /** Answers each push in turn with the next kind of outcome. */
  private static final class EveryAnswer implements ApnsClient {
    private final AtomicInteger pushes = new AtomicInteger();

    @Override
    public CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
      return CompletableFuture.completedStage(
          OUTCOMES.get(pushes.getAndIncrement() % OUTCOMES.size()));
    }

    @Override
    public boolean serves(ApnsLane lane) {
      return true;
    }

    @Override
    public void close() {}
  }
}
