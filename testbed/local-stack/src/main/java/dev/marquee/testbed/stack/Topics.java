package dev.marquee.testbed.stack;

import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import java.util.List;
import java.util.Map;

/** The topics of Marquee, as an operator would create them. */
public final class Topics {

  public static final String BOOKING_EVENTS = "booking-events";
  public static final String TOKEN_EVENTS = "token-events";
  public static final String TOKEN_REJECTIONS = "token-rejections";
  public static final String PUSH_OUTCOMES = "push-outcomes";
  public static final String BOOKING_EVENTS_DLQ = "booking-events-dlq";
  public static final String TOKEN_EVENTS_DLQ = "token-events-dlq";
  public static final String TOKEN_REJECTIONS_DLQ = "token-rejections-dlq";
  public static final String PUSHES_DLQ = "pushes-dlq";

  /** Enough for both replicas to have several, few enough for one machine. */
  private static final int PARTITIONS = 6;

  private Topics() {}

  static void create(EmbeddedKafkaBroker broker) {
    broker.createTopics(
        List.of(BOOKING_EVENTS, TOKEN_REJECTIONS, PUSH_OUTCOMES), PARTITIONS, Map.of());
    broker.createTopics(List.of(TOKEN_EVENTS), PARTITIONS, Map.of("cleanup.policy", "compact"));
    broker.createTopics(
        List.of(BOOKING_EVENTS_DLQ, TOKEN_EVENTS_DLQ, TOKEN_REJECTIONS_DLQ, PUSHES_DLQ),
        1,
        Map.of());
  }
}
