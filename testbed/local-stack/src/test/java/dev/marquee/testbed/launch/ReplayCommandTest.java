package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.replay.DeadLetterFilter;
import dev.marquee.testbed.replay.DeadLetterTopic;
import dev.marquee.testbed.replay.Replay;
import dev.marquee.testbed.replay.ReplayException;
import dev.marquee.testbed.replay.ReplayPlan;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.TopicReader.Message;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReplayCommandTest {

  private static final Instant BURIED = Instant.parse("2026-03-04T18:00:00Z");
  private static final String GATE = "$.data.gate: expected a text, found 7";
  private static final String TIME = "$.time: expected a time, found nothing";
  private static final AtomicInteger TESTS = new AtomicInteger();

  private static EmbeddedKafkaBroker broker;
  private static KafkaProducer<String, String> producer;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private String events;
  private String graves;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafkaBroker.start();
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
    broker.close();
  }

  @BeforeEach
  void createTopics() {
    events = "events-" + TESTS.incrementAndGet();
    graves = events + "-dlq";
    createTopic(events, 3, "delete");
    // Whatever the machine's clock says, nothing is too old to be kept.
    broker.createTopics(List.of(graves), 1, Map.of("retention.ms", "-1"));
  }

  @Test
  void publishesEachRecordAsItOnceCame() throws Exception {
    // Given
    bury(GATE, events, 2, 17, "b-1", "the event", Map.of("ce_id", "e-1", "traceparent", "00-1"));

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    assertThat(messages(events))
        .containsExactly(
            new Message("b-1", "the event", Map.of("ce_id", "e-1", "traceparent", "00-1"), 2));
  }

  @Test
  void keepsTheOrderOfAKeyOverManyTransactions() throws Exception {
    // Given
    IntStream.range(0, 1_200)
        .forEach(each ->
            bury(GATE, events, each % 3, each, "b-" + each % 3, Integer.toString(each), Map.of()));

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    List<Message> replayed = messages(events);
    assertThat(replayed).hasSize(1_200);
    assertThat(Stream.of("b-0", "b-1", "b-2"))
        .allSatisfy(key ->
            assertThat(
                    replayed.stream()
                        .filter(each -> key.equals(each.key()))
                        .map(each -> Integer.parseInt(Objects.requireNonNull(each.value()))))
                .hasSize(400)
                .isSorted());
  }

  @Test
  void replaysNothingTwice() throws Exception {
    // Given
    bury(GATE, "b-1", "first");
    bury(GATE, "b-1", "second");
    replay(graves, "--yes");
    output.reset();

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed())
        .isEqualTo(
            """
            %s holds 2 dead letters.
                     2  replayed before
            Nothing goes back.
            """
                .formatted(graves));
    assertThat(messages(events)).extracting(Message::value).containsExactly("first", "second");
  }

  @Test
  void replaysWhatWasBuriedAfterAReplay() throws Exception {
    // Given
    bury(GATE, "b-1", "first");
    replay(graves, "--yes");
    bury(GATE, "b-1", "again");

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    assertThat(messages(events)).extracting(Message::value).containsExactly("first", "again");
  }

  @Test
  void countsByReasonAndSendsNothingUnlessToldTo() throws Exception {
    // Given
    bury(TIME, "b-1", "first");
    bury(GATE, "b-2", "second");
    bury(GATE, "b-3", "third");

    // When
    int exitCode = replay(graves);

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed())
        .isEqualTo(
            """
            %s holds 3 dead letters.
                     3  go back to %s
                     2      %s
                     1      %s
            Nothing was sent; --yes sends.
            """
                .formatted(graves, events, GATE, TIME));
    assertThat(messages(events)).isEmpty();
    assertThat(messages(graves)).hasSize(3);
  }

  @Test
  void leavesOutWhatTheFilterDoesNotMeanAndReplaysItLater() throws Exception {
    // Given
    createTopic(events + "-other", 1, "delete");
    bury(GATE, events, 0, 1, "b-1", "meant", Map.of());
    bury(TIME, events, 0, 2, "b-1", "another reason", Map.of());
    bury(GATE, events + "-other", 0, 3, "b-1", "another source", Map.of());
    buryAt(BURIED.plusSeconds(60), GATE, events, 0, 4, "b-1", "later", Map.of());
    buryAt(BURIED.minusSeconds(60), GATE, events, 0, 5, "b-1", "earlier", Map.of());

    // When
    int exitCode =
        replay(
            graves,
            "--yes",
            "--reason",
            "EXPECTED A TEXT",
            "--source",
            events,
            "--since",
            BURIED.toString(),
            "--until",
            BURIED.plusSeconds(60).toString());

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed()).contains("         4  not asked for\n");
    assertThat(messages(events)).extracting(Message::value).containsExactly("meant");
    replay(graves, "--yes");
    assertThat(messages(events))
        .extracting(Message::value)
        .containsExactly("meant", "another reason", "later", "earlier");
    assertThat(messages(events + "-other"))
        .extracting(Message::value)
        .containsExactly("another source");
  }

  @Test
  void putsNoOldRecordBehindANewerOneWhereOnlyTheNewestIsKept() throws Exception {
    // Given
    String tokens = events + "-compacted";
    createTopic(tokens, 1, "compact");
    long overtaken = publish(tokens, "device-1", "version 1");
    publish(tokens, "device-1", "version 2");
    long newest = publish(tokens, "device-2", "version 1");
    bury(GATE, tokens, 0, overtaken, "device-1", "version 1", Map.of());
    bury(GATE, tokens, 0, newest, "device-2", "version 1", Map.of());
    bury(GATE, tokens, 0, 999, "device-3", "of a device that was forgotten", Map.of());

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed())
        .contains(
            "         2  overtaken by a newer record of the same key\n         1  go back to "
                + tokens);
    assertThat(messages(tokens))
        .extracting(Message::key)
        .containsExactly("device-1", "device-1", "device-2", "device-2");
  }

  @Test
  void leavesWhatDoesNotSayWhereItCameFrom() throws Exception {
    // Given
    send(new ProducerRecord<>(graves, "b-1", "lost"));
    bury(GATE, "no-such-topic", 0, 1, "b-1", "its topic is gone", Map.of());
    bury(GATE, events, 3, 1, "b-1", "its partition is gone", Map.of());

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed())
        .contains("         3  without a topic to go back to\n", "Nothing goes back.\n");
    assertThat(messages(events)).isEmpty();
  }

  @Test
  void endsWhenAnotherReplayOfTheTopicBegins() throws Exception {
    // Given
    bury(GATE, "b-1", "first");
    DeadLetterFilter all = new DeadLetterFilter(null, null, null, null);
    try (DeadLetterTopic letters = new DeadLetterTopic(broker.bootstrapServers(), graves);
        Replay replay = letters.begin()) {
      ReplayPlan plan = letters.plan(all);
      replay(graves, "--yes");

      // When
      Throwable failure = catchThrowable(() -> replay.publish(plan, _ -> {}));

      // Then
      assertThat(failure)
          .isInstanceOf(ReplayException.class)
          .hasMessage("Another replay of " + graves + " has taken over.");
      assertThat(letters.plan(all).before()).isEqualTo(1);
    }
    assertThat(messages(events)).extracting(Message::value).containsExactly("first");
  }

  @Test
  void stopsBeforeANoteThatItCannotRead() throws Exception {
    // Given
    bury(GATE, "b-1", "first");
    ProducerRecord<String, String> note = new ProducerRecord<>(graves, null, "all of them");
    note.headers().add("dead-letter-replayed", "1".getBytes(UTF_8));
    send(note);

    // When
    int exitCode = replay(graves, "--yes");

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed()).contains("-dlq-0, offset 1, cannot be read: expected offsets");
    assertThat(messages(events)).isEmpty();
  }

  @Test
  void saysThatATopicIsNotThere() throws Exception {
    // When
    int exitCode = replay("booking-event-dlq");

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed()).isEqualTo("There is no topic booking-event-dlq.\n");
  }

  @Test
  void saysThatNoBrokerAnswers() throws Exception {
    // When
    int exitCode = replay(graves, "--bootstrap", "not a broker");

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed()).startsWith("The broker at not a broker does not answer: ");
  }

  @Test
  void leavesPushesToTheDispatcher() throws Exception {
    // When
    int exitCode = replay("pushes-dlq", "--yes");

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).contains("POST /v1/dead-letters/replay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--yes", "a b", "a --since", "a --since monday", "a --force x", "--help"})
  void explainsItselfWhereItIsNotUnderstood(String arguments) throws Exception {
    // When
    int exitCode = replay(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).startsWith("Usage: ./marquee replay TOPIC");
  }

  private int replay(String... arguments) throws Exception {
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    Terminal terminal = new Terminal(new PrintStream(output, true, UTF_8), false);
    return new ReplayCommand(terminal, broker.bootstrapServers()).run(List.of(arguments));
  }

  private void bury(String reason, String key, String value) {
    bury(reason, events, 0, 1, key, value, Map.of());
  }

  private void bury(
      String reason,
      String source,
      int partition,
      long offset,
      String key,
      String value,
      Map<String, String> headers) {
    buryAt(BURIED, reason, source, partition, offset, key, value, headers);
  }

  /** As the services bury what they cannot read. */
  private void buryAt(
      Instant time,
      String reason,
      String source,
      int partition,
      long offset,
      String key,
      String value,
      Map<String, String> headers) {
    ProducerRecord<String, String> letter =
        new ProducerRecord<>(graves, null, time.toEpochMilli(), key, value);
    headers.forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
    Map.of(
            "dead-letter-reason",
            reason,
            "dead-letter-topic",
            source,
            "dead-letter-partition",
            Integer.toString(partition),
            "dead-letter-offset",
            Long.toString(offset))
        .forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
    send(letter);
  }

  private void send(ProducerRecord<String, String> record) {
    sent.add(producer.send(record));
  }

  private long publish(String topic, String key, String value) throws Exception {
    return producer.send(new ProducerRecord<>(topic, key, value)).get().offset();
  }

  private static void createTopic(String name, int partitions, String cleanup) {
    broker.createTopics(List.of(name), partitions, Map.of("cleanup.policy", cleanup));
  }

  private static List<Message> messages(String topic) {
    try (TopicReader reader = new TopicReader(broker.bootstrapServers(), topic)) {
      await().until(reader::isAtEnd);
      return reader.messages();
    }
  }

  private String printed() {
    return output.toString(UTF_8);
  }
}
