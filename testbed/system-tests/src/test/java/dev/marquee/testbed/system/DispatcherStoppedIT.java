package dev.marquee.testbed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.ServiceProcess;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.stack.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged dispatchers are asked to stop while bookings pour in. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DispatcherStoppedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GROUP = "activity-dispatcher";

  /** More than the dispatchers take in before the one that is asked to stop has stopped. */
  private static final int BURST = 20_000;

  @TempDir Path state;

  /** What the broker has, by booking. */
  private final Map<String, RecordMetadata> published = new ConcurrentHashMap<>();

  @Test
  void whatWasReadWhenTheDispatchersStoppedIsAppliedOrComesAgain() throws Exception {
    try (LocalStack stack =
            LocalStack.builder(Checkout.locate().withStateFolder(state), "stopped").start();
        Upstream boxOffice = stack.newUpstream();
        TopicReader deadLetters = stack.newReader(Topics.BOOKING_EVENTS_DLQ);
        ExecutorService sales = Executors.newSingleThreadExecutor()) {
      // Given
      int sold = 0;

      // When
      for (ServiceProcess dispatcher : stack.dispatchers()) {
        int before = sold;
        Future<?> burst = sales.submit(() -> sell(boxOffice, before, stack.clock().now()));
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> published.size() >= before + BURST / 5);
        dispatcher.stop();
        burst.get();
        sold += BURST;
      }
      Set<String> acknowledged = acknowledged(stack);
      Set<String> applied = applied(stack);
      for (ServiceProcess dispatcher : stack.dispatchers()) {
        dispatcher.restart();
      }
      stack.awaitConsumed(Topics.BOOKING_EVENTS);

      // Then
      assertThat(acknowledged).hasSizeBetween(1, published.size() - 1).isSubsetOf(applied);
      assertThat(applied(stack)).isEqualTo(published.keySet());
      await().atMost(PATIENCE).until(deadLetters::isAtEnd);
      assertThat(deadLetters.messages()).isEmpty();
      for (ServiceProcess dispatcher : stack.dispatchers()) {
        assertThat(Files.readString(dispatcher.log()))
            .contains("activity-dispatcher stopped in")
            .doesNotContain(" ERROR ", "Client is closed", "waits for the database");
      }
    }
  }

  /** Publishes as fast as it goes; returns when the broker has all of it. */
  private void sell(Upstream boxOffice, int from, Instant now) {
    CompletableFuture.allOf(
            IntStream.range(from, from + BURST)
                .mapToObj(number ->
                    boxOffice
                        .publish(confirmed(number, now))
                        .thenAccept(metadata -> published.put("b-" + number, metadata)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Of somebody without a phone, so that nobody but ingest has work. */
  private static BookingEvent confirmed(int number, Instant now) {
    Instant startsAt = now.plus(Duration.ofDays(30));
    return new BookingConfirmed(
        new EventContext("e-" + number, "/box-office", now, null),
        "b-" + number,
        TicketApp.BUNDLE_ID,
        "u-" + number,
        TicketApp.ATTRIBUTES_TYPE,
        new ShowFacts(
            "s-1",
            "Twelfth Night",
            null,
            null,
            ZoneId.of("Europe/Berlin"),
            new Showtime(startsAt, startsAt.plus(Duration.ofHours(2)), null),
            null),
        null,
        null,
        null,
        null,
        Map.of());
  }

  /** What the dispatchers' group never asks for again. */
  private Set<String> acknowledged(LocalStack stack)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
      Map<Integer, Long> next =
          admin
              .listConsumerGroupOffsets(GROUP)
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getKey().topic().equals(Topics.BOOKING_EVENTS))
              .collect(
                  Collectors.toMap(
                      entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
      return published.entrySet().stream()
          .filter(entry ->
              entry.getValue().offset() < next.getOrDefault(entry.getValue().partition(), 0L))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  /** What is in the dispatchers' database. */
  private static Set<String> applied(LocalStack stack) throws SQLException {
    Set<String> bookings = new HashSet<>();
    try (Connection database =
            DriverManager.getConnection(stack.dispatcherJdbcUrl(), "postgres", "postgres");
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select ref from bookings")) {
      while (rows.next()) {
        bookings.add(rows.getString(1));
      }
    }
    return bookings;
  }
}
