package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.testing.ActivityDatabase;
import dev.marquee.dispatcher.testing.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The alarm about closed lanes. */
@Timeout(60)
class LaneWatchTest {
  private static ActivityDatabase database;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private LaneWatch watch;

  @BeforeAll
  static void start() {
    database = ActivityDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void addLane() {
    database.empty();
    database.addLane("com.example.tickets/production");
    watch = new LaneWatch(database.transactions(), metrics);
  }

  @Test
  void aClosedLaneIsToldOfOnceAndCountedUntilItOpens() {
    // Given
    try (LogLines log = LogLines.of(LaneWatch.class)) {
      watch.look();
      close();

      // When
      watch.look();
      watch.look();
      double whileClosed = closedLanes("credentials");
      open();
      watch.look();

      // Then
      assertThat(whileClosed).isEqualTo(1);
      assertThat(closedLanes("credentials")).isZero();
      assertThat(closedLanes("outage")).isZero();
      assertThat(log.lines())
          .containsExactly(
              "lane com.example.tickets/production is closed until 2026-12-04T18:30:00Z, nothing of"
                  + " it is sent: credentials refused: 403 InvalidProviderToken",
              "lane com.example.tickets/production is open again");
    }
  }

  @Test
  void operatorsSeeWhyALaneIsClosed() {
    // Given
    close();

    // When
    Lane lane = watch.lanes().getFirst();

    // Then
    assertThat(lane.app()).isEqualTo("com.example.tickets");
    assertThat(lane.cause()).isEqualTo("credentials");
    assertThat(lane.reason()).isEqualTo("credentials refused: 403 InvalidProviderToken");
  }

  private static void close() {
    database.change(
        "update lanes set closed_until = '2026-12-04T18:30:00Z', cause = 'credentials',"
            + " reason = 'credentials refused: 403 InvalidProviderToken'");
  }

  private static void open() {
    database.change("update lanes set closed_until = null, cause = null, reason = null");
  }

  private double closedLanes(String cause) {
    return metrics.get(LaneWatch.CLOSED_LANES).tag("cause", cause).gauge().value();
  }
}
