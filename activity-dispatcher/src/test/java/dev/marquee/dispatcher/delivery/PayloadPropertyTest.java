package dev.marquee.dispatcher.delivery;

import static dev.marquee.dispatcher.activity.Snapshots.CARD_AT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.RandomSnapshots;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.testbed.phone.ActivityDefinition;
import dev.marquee.testbed.phone.SwiftDecoder;
import dev.marquee.testbed.phone.SwiftSource;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeFiles;
import dev.marquee.types.schema.SchemaPrinter;
import dev.marquee.types.swift.SwiftPrinter;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Whatever booking and show come in, each push fits the printed schema, the printed Swift source,
 * and the wire. A card that does not decode shows nothing, and APNs answers 200 all the same.
 */
@Timeout(60)
class PayloadPropertyTest {
  private static final int BOOKINGS = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<Path> DEFINITIONS =
      List.of(
          Path.of("../activity-types/src/main/resources/activity-types/TicketAttributes.yaml"),
          Path.of("../samples/activity-types/FlightAttributes.yaml"),
          Path.of("src/test/resources/activity-types/EverythingAttributes.yaml"));

  @ParameterizedTest
  @FieldSource("DEFINITIONS")
  void everyPushFitsItsTypeAndTheWire(Path file) throws Exception {
    // Given
    ActivityType type = ActivityTypeFiles.read(file);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaPrinter.print(type), InputFormat.JSON);
    ActivityDefinition app =
        SwiftSource.compile(SwiftPrinter.print(type), type.bookingIdAttribute());
    long seed = System.nanoTime();
    System.out.printf("seed of everyPushFitsItsTypeAndTheWire, %s: %d%n", type.name(), seed);
    RandomSnapshots random = new RandomSnapshots(new Random(seed));

    for (int i = 0; i < BOOKINGS; i++) {
      Snapshots booked = random.next(type);

      // When
      NextStep.Push start = (NextStep.Push) booked.next(type, CARD_AT);
      ObjectNode started = aps(start);
      NextStep.Push change =
          (NextStep.Push) random.changed(booked, start).next(type, CARD_AT.plusSeconds(60));
      ObjectNode changed = aps(change);

      // Then
      for (ObjectNode aps : List.of(started, changed)) {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.set("attributes", started.get("attributes"));
        card.set("content-state", aps.get("content-state"));
        assertThat(schema.validate(card.toString(), InputFormat.JSON)).isEmpty();
        SwiftDecoder.decode(app.attributes(), card.get("attributes"));
        SwiftDecoder.decode(app.contentState(), card.get("content-state"));
      }
      assertThat(started.get("alert").get("title").toString()).hasSizeGreaterThan(2);
      assertThat(started.get("alert").get("body").toString()).hasSizeGreaterThan(2);
      assertThat(started.get("attributes").get(app.bookingIdMember()).textValue())
          .isEqualTo(booked.booking().ref());
    }
  }

  private static ObjectNode aps(NextStep.Push push) throws Exception {
    byte[] body = PushPayload.of(push, CARD_AT.getEpochSecond());
    assertThat(body).hasSizeLessThanOrEqualTo(4_096);
    JsonNode payload = JSON.readTree(body);
    return (ObjectNode) payload.get("aps");
  }
}
