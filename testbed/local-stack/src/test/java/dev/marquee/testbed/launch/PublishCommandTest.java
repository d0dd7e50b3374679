package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.testbed.backends.EmbeddedKafkaBroker;
import dev.marquee.testbed.stack.TopicReader;
import dev.marquee.testbed.stack.TopicReader.Message;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PublishCommandTest {

  private static final Instant NOW = Instant.parse("2026-12-04T18:00:00Z");

  private static EmbeddedKafkaBroker broker;

  @TempDir Path folder;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private Path file;
  private PublishCommand command;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafkaBroker.start();
    broker.createTopic(Topics.BOOKING_EVENTS, 1);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createCommand() {
    file = folder.resolve("events.jsonl");
    command = command("");
  }

  @Test
  void publishesEachLineUnderTheIdOfItsSubject() throws IOException {
    // Given
    Files.writeString(
        file,
        """
        # the whole house
        {"specversion":"1.0","id":"e-1","source":"/box-office","type":"dev.marquee.gate.changed","subject":"shows/hamlet","time":"2026-12-04T17:00:00Z","data":{"gate":"C"}}

        {"specversion":"1.0","id":"e-2","source":"/box-office","type":"dev.marquee.booking.cancelled","subject":"bookings/b-9","time":"2026-12-04T17:01:00Z","data":{}}
        """);

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isZero();
    assertThat(printed()).matches("published 2 events in [0-9.]+ s, [0-9,]+ a second\n");
    assertThat(messages("hamlet"))
        .singleElement()
        .extracting(Message::value)
        .asString()
        .contains("e-1");
    assertThat(messages("b-9"))
        .singleElement()
        .extracting(Message::value)
        .asString()
        .contains("e-2");
  }

  @Test
  void fillsInWhatAnEventTypedByHandLeavesOut() throws IOException {
    // Given
    Files.writeString(
        file,
        """
        {"type":"dev.marquee.gate.changed","subject":"bookings/by-hand","data":{"gate":"C"}}
        """);

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isZero();
    Message message = messages("by-hand").getFirst();
    var event =
        BookingEventCodec.read(
            CloudEventCodec.read(
                message.headers(), String.valueOf(message.value()).getBytes(UTF_8)));
    assertThat(event)
        .isInstanceOfSatisfying(
            GateChanged.class,
            change -> {
              assertThat(change.context().time()).isEqualTo(NOW);
              assertThat(change.gate()).isEqualTo(new Gate("C", null));
            });
  }

  @Test
  void sendsNothingOfAFileWithAWrongLine() throws IOException {
    // Given
    Files.writeString(
        file,
        """
        {"type":"dev.marquee.show.ended","subject":"shows/before","data":{}}
        {"type":"dev.marquee.gate.changed","subject":"shows/bad","data":{"gate":7}}
        not json
        {"type":"dev.marquee.show.ended","subject":"shows/after","data":{}}
        """);

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed())
        .startsWith("line 2: $.data.gate: expected a text, found 7\nline 3: $: expected JSON")
        .endsWith(
            "Nothing was published, because 2 lines cannot be read: mend them, or publish the"
                + " others with --skip-invalid.\n");
    assertThat(messages("before")).isEmpty();
    assertThat(messages("after")).isEmpty();
  }

  @Test
  void sendsTheOtherLinesOnDemand() throws IOException {
    // Given
    Files.writeString(
        file,
        """
        {"type":"dev.marquee.show.ended","subject":"shows/good-1","data":{}}
        {"type":"dev.marquee.show.ended","subject":"bookings/bad","data":{}}
        {"type":"dev.marquee.show.ended","subject":"shows/good-2","data":{}}
        """);

    // When
    int exitCode = command.run(List.of("--skip-invalid", file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed())
        .startsWith("line 2: $.subject: expected shows/{id}, found \"bookings/bad\"\n")
        .contains("published 2 events");
    assertThat(messages("good-1")).hasSize(1);
    assertThat(messages("good-2")).hasSize(1);
  }

  @Test
  void tellsNoMoreWrongLinesThanFitOnAScreen() throws IOException {
    // Given
    Files.writeString(file, "{}\n".repeat(1_000));

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed().lines()).hasSize(22);
    assertThat(printed()).contains("line 20: ", "… and 980 more\n", "1000 lines cannot be read");
  }

  @Test
  void refusesALineLongerThanAnyEventWithoutKeepingIt() throws IOException {
    // Given
    Files.writeString(file, "[".repeat(3_000_000));

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed()).startsWith("line 1: $: expected at most 65536 bytes");
  }

  @Test
  void refusesWhatTheBrokersConsumersWouldNotTakeAsItStands() throws IOException {
    // Given
    Files.write(
        file, "{\"type\":\"a\",\"type\":\"b\"}\n{\"id\":\"Caf\u00e9\"}".getBytes(ISO_8859_1));

    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed())
        .contains("line 1: $: expected JSON, found at line 1, column")
        .contains("line 2: $: expected JSON in UTF-8, found bytes that are not UTF-8");
  }

  @Test
  void publishesStandardInputLineByLineUpToTheFirstWrongOne() throws IOException {
    // Given
    command =
        command(
            """
            {"type":"dev.marquee.show.ended","subject":"shows/streamed","data":{}}
            {"type":"dev.marquee.gate.changed","subject":"shows/bad","data":{}}
            {"type":"dev.marquee.show.ended","subject":"shows/not-streamed","data":{}}
            """);

    // When
    int exitCode = command.run(List.of("-"));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(printed())
        .startsWith(
            """
            line 2: $.data.gate: expected a value, or null to withdraw, found nothing
            Stopped there; --skip-invalid would have gone on.
            """)
        .contains("published 1 event in");
    assertThat(messages("streamed")).hasSize(1);
    assertThat(messages("not-streamed")).isEmpty();
  }

  @Test
  void publishesWhatStandsOnStandardInputBeforeMoreComes() throws Exception {
    // Given
    PipedOutputStream producer = new PipedOutputStream();
    command =
        new PublishCommand(
            terminal(),
            InstantSource.fixed(NOW),
            new PipedInputStream(producer),
            broker.bootstrapServers());
    FutureTask<Integer> exitCode = new FutureTask<>(() -> command.run(List.of("-")));
    Thread.ofVirtual().start(exitCode);

    // When
    producer.write(
        "{\"type\":\"dev.marquee.show.ended\",\"subject\":\"shows/early\",\"data\":{}}\n"
            .getBytes(UTF_8));
    producer.flush();

    // Then
    await().until(() -> messages("early").size() == 1);
    assertThat(exitCode.isDone()).isFalse();
    producer.close();
    assertThat(exitCode.get()).isZero();
  }

  @Test
  void saysThatNoBrokerAnswers() throws IOException {
    // Given
    Files.writeString(
        file, "{\"type\":\"dev.marquee.show.ended\",\"subject\":\"shows/s\",\"data\":{}}");

    // When
    int exitCode = command.run(List.of(file.toString(), "--bootstrap", "not a broker"));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).startsWith("not a broker is no broker: ");
  }

  @Test
  void saysThatAFileIsNotThere() throws IOException {
    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).isEqualTo("There is no file " + file + " to read.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "--bootstrap", "a --bootstrap", "a --force", "a --skip"})
  void explainsItselfWhereItIsNotUnderstood(String arguments) throws IOException {
    // When
    int exitCode = command.run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).startsWith("Usage: ./marquee publish FILE|-");
  }

  private PublishCommand command(String standardInput) {
    return new PublishCommand(
        terminal(),
        InstantSource.fixed(NOW),
        new ByteArrayInputStream(standardInput.getBytes(UTF_8)),
        broker.bootstrapServers());
  }

  private Terminal terminal() {
    return new Terminal(new PrintStream(output, true, UTF_8), false);
  }

  private String printed() {
    return output.toString(UTF_8);
  }

  /** Reads up to a marker of its own, so that what is not there will not come any more either. */
  private List<Message> messages(String key) {
    try (TopicReader reader = new TopicReader(broker.bootstrapServers(), Topics.BOOKING_EVENTS)) {
      await().until(reader::isAtEnd);
      return reader.messages().stream().filter(each -> key.equals(each.key())).toList();
    }
  }
}
