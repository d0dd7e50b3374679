package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class TypesCommandTest {
  private static final Path SAMPLES = Path.of("../../samples/activity-types");
  private static final Path FLIGHT = SAMPLES.resolve("FlightAttributes.yaml");
  private static final Path GOLDEN = Path.of("../../activity-types/src/test/resources/golden");

  @TempDir Path folder;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final TypesCommand command =
      new TypesCommand(new Terminal(new PrintStream(output, true, UTF_8), false));
  private Path changed;

  @BeforeEach
  void name() {
    changed = folder.resolve("FlightAttributes.yaml");
  }

  @Test
  void passesAGoodFile() {
    // When
    int exitCode = command.run(List.of("check", FLIGHT.toString()));

    // Then
    assertThat(exitCode).isZero();
    assertThat(output()).isEqualTo(FLIGHT + ": FlightAttributes is well-formed\n");
  }

  @Test
  void tellsEachWrongFileWithItsLine() throws IOException {
    // Given
    change("fact: seat", "fact: saet");

    // When
    int exitCode = command.run(List.of("check", changed.toString(), "none.yaml"));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(output())
        .startsWith(changed + ", line 18: there is no fact \"saet\"; there are bookingId")
        .endsWith("none.yaml: there is no such file, or it may not be read\n");
  }

  @Test
  void namesWhatAChangeWouldBreak() throws IOException {
    // Given
    change(
        "encoding: seconds-since-2001, required: true", "encoding: unix-seconds, required: true");

    // When
    int exitCode =
        command.run(List.of("check", "--against", FLIGHT.toString(), changed.toString()));

    // Then
    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(output())
        .contains(
            changed
                + ": content-state.departure was date as seconds-since-2001 (Swift Date) and is date"
                + " as unix-seconds (Swift Int)");
  }

  @Test
  void passesAChangeThatBreaksNothing() throws IOException {
    // Given
    change("Boarding begins", "Please board");

    // When
    int exitCode =
        command.run(List.of("check", "--against", FLIGHT.toString(), changed.toString()));

    // Then
    assertThat(exitCode).isZero();
    assertThat(output()).contains("nothing breaks apps that were built for");
  }

  @Test
  void printsSchemaAndSwiftAsTheyAre() throws IOException {
    // When
    int schema = command.run(List.of("schema", FLIGHT.toString()));
    int swift = command.run(List.of("swift", FLIGHT.toString()));

    // Then
    assertThat(schema + swift).isZero();
    assertThat(output())
        .isEqualTo(
            Files.readString(GOLDEN.resolve("FlightAttributes.schema.json"))
                + Files.readString(GOLDEN.resolve("FlightAttributes.swift")));
  }

  @Test
  void saysHowItIsUsed() {
    // When
    int exitCode = command.run(List.of("swift"));

    // Then
    assertThat(exitCode).isEqualTo(Command.MISUSED);
    assertThat(output()).startsWith("Usage: ./marquee types check FILE...");
  }

  @Test
  void phonesOfTheLocalStackHaveTheTypesOfTheFolder() {
    assertThat(TicketApp.definition("com.example", TicketApp.typesOf(SAMPLES)).activities())
        .containsKeys("TicketAttributes", "FlightAttributes");
  }

  private void change(String what, String by) throws IOException {
    String yaml = Files.readString(FLIGHT);
    assertThat(yaml).contains(what);
    Files.writeString(changed, yaml.replace(what, by));
  }

  private String output() {
    return output.toString(UTF_8).replace("\r\n", "\n");
  }
}
