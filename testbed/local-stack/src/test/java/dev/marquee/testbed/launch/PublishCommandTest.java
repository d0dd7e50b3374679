package dev.marquee.testbed.launch;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
    command =
        new PublishCommand(
            new Terminal(new PrintStream(output, true, UTF_8), false),
            InstantSource.fixed(NOW),
            broker.bootstrapServers());
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
    assertThat(printed()).isEqualTo("published 2 of 2 events\n");
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
  void namesTheLineThatCannotBeReadAndSendsTheOthers() throws IOException {
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
        .contains("line 2: $.data.gate: expected a text, found 7")
        .contains("line 3: $: expected JSON")
        .endsWith("published 2 of 2 events, refused 2\n");
    assertThat(messages("before")).hasSize(1);
    assertThat(messages("after")).hasSize(1);
    assertThat(messages("bad")).isEmpty();
  }

  @Test
  void saysThatAFileIsNotThere() throws IOException {
    // When
    int exitCode = command.run(List.of(file.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(printed()).isEqualTo("There is no file " + file + "\n");
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
