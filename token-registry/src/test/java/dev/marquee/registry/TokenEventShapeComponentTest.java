package dev.marquee.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.clock.BusinessClock;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.TokenEventCodec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events are built by the database; these tests keep them what the contract says. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class TokenEventShapeComponentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final String token = Tokens.fresh("9f9f");

  @Inject BusinessClock clock;

  private TokenEvents events;

  @BeforeEach
  void listen() {
    events = new TokenEvents("token-events");
  }

  @AfterEach
  void stopListening() {
    events.close();
    clock.setOffset(Duration.ZERO);
  }

  @Test
  void traceOfTheRequestTravelsWithItsEventsAndNoFurther() {
    // Given
    InstalledApp app = InstalledApp.signedIn("anna");
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    // When
    app.asDevice()
        .header("traceparent", parent)
        .body("{\"token\": \"%s\"}".formatted(token))
        .put("/v1/devices/{id}/start-tokens/Traced", app.deviceId())
        .then()
        .statusCode(200);
    app.putStartToken("Untraced", "{\"token\": \"%s\"}".formatted(Tokens.fresh("9e9e")));

    // Then
    events.awaitDevice(app, device -> device.startTokens().size() == 2);
    assertThat(events.recordsOf(app))
        .extracting(record -> TokenEvents.headers(record).get("traceparent"))
        .containsExactly(null, parent, null);
  }

  @Test
  void everyEventIsWhatTheContractsCodecWouldWrite() throws Exception {
    // Given
    InstalledApp app = InstalledApp.fresh();

    // When
    app.signIn(
            "shape-user",
            """
            {"osVersion": "18.4", "locale": "de-DE", "startTokens": {"TicketAttributes": "%s"},
             "activities": [
               {"activityKitId": "with-token", "bookingId": "b-1", "state": "active",
                "attributesType": "TicketAttributes", "updateToken": "%s"},
               {"activityKitId": "without", "bookingId": "b-2", "state": "ended"}]}
            """
                .formatted(token, token))
        .statusCode(200);
    app.asDevice().delete("/v1/devices/{id}", app.deviceId()).then().statusCode(204);
    clock.setOffset(Duration.ofMinutes(15));

    // Then
    events.await(record -> record.key().equals(app.deviceId()) && record.value() == null);
    List<ConsumerRecord<String, byte[]>> states =
        events.recordsOf(app).stream().filter(record -> record.value() != null).toList();
    assertThat(states).hasSize(7);
    for (ConsumerRecord<String, byte[]> state : states) {
      assertWrittenByTheCodec(state);
    }
    assertThat(states)
        .extracting(state -> TokenEvents.envelope(state).id())
        .doesNotHaveDuplicates();
  }

  @Test
  void everythingOfADeviceIsInThePartitionOfItsId() {
    // Given
    InstalledApp app = InstalledApp.fresh();

    // When
    app.signIn(
            "shape-user",
            """
            {"activities": [
              {"activityKitId": "k-1", "bookingId": "b-1", "state": "active"},
              {"activityKitId": "k-2", "bookingId": "b-2", "state": "active"},
              {"activityKitId": "k-3", "bookingId": "b-3", "state": "active"}]}
            """)
        .statusCode(200);

    // Then
    events.awaitActivity(app, "k-3", _ -> true);
    Set<Integer> partitions =
        events.recordsOf(app).stream().map(ConsumerRecord::partition).collect(Collectors.toSet());
    byte[] key = app.deviceId().getBytes(UTF_8);
    assertThat(partitions).containsExactly(Utils.toPositive(Utils.murmur2(key)) % 4);
  }

  private static void assertWrittenByTheCodec(ConsumerRecord<String, byte[]> state)
      throws Exception {
    CloudEvent published = TokenEvents.envelope(state);
    CloudEvent written = TokenEventCodec.write(published.id(), TokenEventCodec.read(published));
    assertThat(state.key()).isEqualTo(TokenEventCodec.read(published).key());
    assertThat(JSON.readTree(state.value())).isEqualTo(inMillis(written));
    assertThat(TokenEvents.headers(state))
        .containsOnlyKeys(CloudEventCodec.binaryHeaders(written).keySet())
        .containsEntry("ce_type", written.type())
        .containsEntry("ce_source", written.source())
        .containsEntry("ce_subject", written.subject())
        .containsEntry("content-type", "application/json");
    assertThat(published.time()).isEqualTo(written.time());
  }

  /** The database writes times to the millisecond, the codec leaves out trailing zeros. */
  private static JsonNode inMillis(CloudEvent event) throws Exception {
    String json = new String(CloudEventCodec.binaryValue(event), UTF_8);
    return JSON.readTree(json.replaceAll("(T\\d\\d:\\d\\d:\\d\\d)Z", "$1.000Z"));
  }
}
