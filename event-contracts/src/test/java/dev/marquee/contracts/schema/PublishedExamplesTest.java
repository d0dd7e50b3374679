package dev.marquee.contracts.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.schema.PublishedContract.Example;
import dev.marquee.contracts.schema.PublishedContract.InvalidExample;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEventCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas, examples and codec say the same. */
@Timeout(30)
class PublishedExamplesTest {
  private static final EventSchemas SCHEMAS = new EventSchemas();

  static List<Example> examples() {
    return PublishedContract.examples();
  }

  static List<InvalidExample> invalidExamples() {
    return PublishedContract.invalidExamples();
  }

  static Set<Map.Entry<String, JsonNode>> schemas() {
    return PublishedContract.schemas(PublishedContract.SCHEMAS).entrySet();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void eachSchemaIsOneAndNamesItself(Map.Entry<String, JsonNode> file) {
    // Given
    JsonNode schema = file.getValue();

    // When
    List<String> errors = SCHEMAS.errorsOfSchema(schema);

    // Then
    assertThat(errors).isEmpty();
    assertThat(schema.path("$id").textValue()).isEqualTo(file.getKey());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void schemaAndCodecAcceptEachExample(Example example) {
    // When
    List<String> errors = SCHEMAS.errorsOf(example.topic(), example.event());
    Object read = read(example);

    // Then
    assertThat(errors).isEmpty();
    assertThat(read).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatTheCodecWritesFitsTheSchemaToo(Example example) throws Exception {
    // Given
    Object read = read(example);

    // When
    byte[] written = CloudEventCodec.writeStructured(write(read));

    // Then
    var json = new ObjectMapper().readTree(written);
    assertThat(SCHEMAS.errorsOf(example.topic(), json)).isEmpty();
    assertThat(json.path("dataschema").textValue())
        .isEqualTo("https://marquee.dev/schemas/" + example.type() + "/1");
    assertThat(read(new Example(example.type(), "written", json))).isEqualTo(read);
  }

  @ParameterizedTest
  @MethodSource("invalidExamples")
  void schemaAndCodecRefuseEachInvalidExample(InvalidExample invalid) {
    // When
    List<String> errors = SCHEMAS.errorsOf(invalid.example().topic(), invalid.example().event());

    // Then
    assertThat(errors.isEmpty()).isEqualTo(!invalid.schemaCanTell());
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> read(invalid.example()))
        .withMessage(invalid.error());
  }

  @Test
  void everyTypeHasASchemaAndExamplesOfBothKinds() {
    // Given
    Set<String> types =
        PublishedContract.TOPICS.stream()
            .flatMap(topic -> PublishedContract.typesOf(topic).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    Set<String> withSchema = schemaNames();
    Set<String> withExamples = examples().stream().map(Example::type).collect(Collectors.toSet());
    Set<String> withInvalidExamples =
        invalidExamples().stream().map(each -> each.example().type()).collect(Collectors.toSet());

    // Then
    assertThat(withSchema).containsAll(types);
    assertThat(withExamples).isEqualTo(types);
    // Nobody reads back what was given up, so there is no codec that could refuse it.
    types.remove("push.dead-lettered");
    assertThat(withInvalidExamples).isEqualTo(types);
    assertThat(BookingEventCodec.TYPES)
        .isEqualTo(
            PublishedContract.typesOf("booking-events").stream()
                .map("dev.marquee."::concat)
                .collect(Collectors.toSet()));
  }

  private static Set<String> schemaNames() {
    return schemas().stream()
        .map(each -> each.getKey().replace("https://marquee.dev/schemas/", "").replace("/1", ""))
        .collect(Collectors.toSet());
  }

  private static Object read(Example example) {
    CloudEvent event = CloudEventCodec.read(Map.of(), example.event().toString().getBytes(UTF_8));
    return switch (example.topic()) {
      case "booking-events" -> BookingEventCodec.read(event);
      case "token-events" -> TokenEventCodec.read(event);
      case "token-rejections" -> TokenRejected.read(event);
      case "push-outcomes" -> PushOutcome.read(event);
      case "pushes-dlq" -> event;
      default -> throw new AssertionError(example.topic());
    };
  }

  private static CloudEvent write(Object event) {
    return switch (event) {
      case BookingEvent booking -> BookingEventCodec.write(booking);
      case TokenEvent token -> TokenEventCodec.write("id", token);
      case TokenRejected rejected -> rejected.write();
      case PushOutcome outcome -> outcome.write();
      case CloudEvent raw -> raw;
      default -> throw new AssertionError(event);
    };
  }
}
