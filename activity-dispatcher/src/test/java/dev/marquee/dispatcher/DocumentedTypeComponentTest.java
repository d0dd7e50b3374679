package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.clock.BusinessClock;
import dev.marquee.dispatcher.testing.DocumentedType;
import dev.marquee.dispatcher.testing.RealParts;
import dev.marquee.dispatcher.testing.RegistryInBetween;
import dev.marquee.dispatcher.testing.Upstream;
import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.phone.Alert;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.SwiftSource;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeReader;
import dev.marquee.types.swift.SwiftPrinter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the page for app engineers promises: a new type needs a YAML file and no Java. The file, the
 * app and the events are those of the page.
 */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@Timeout(120)
class DocumentedTypeComponentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void theDocumentedTypeShowsOnAPhone() {
    // Given
    ActivityType type = ActivityTypeReader.read("the page", DocumentedType.yaml());
    AppDefinition app =
        AppDefinition.of(
            RealParts.APP,
            "1.0.0",
            SwiftSource.compile(SwiftPrinter.print(type), type.bookingIdAttribute()));
    List<ObjectNode> events = DocumentedType.events(Instant.now());
    try (Upstream upstream = new Upstream(RealParts.kafka().bootstrapServers());
        PhoneFleet phones =
            PhoneFleet.builder(RealParts.apns().tokens())
                .clock(BusinessClock.system())
                .backend(new RegistryInBetween(upstream))
                .tickEvery(Duration.ofMillis(50))
                .build()) {
      VirtualPhone phone =
          phones.addPhone(
              PhoneProfile.of("Ada's iPhone", "ada")
                  .withEnvironment(ApnsEnvironment.SANDBOX)
                  .withLocale("de-DE", "Europe/Paris"),
              app);
      phone.signIn();

      // When
      publish(upstream, events.getFirst());
      await().atMost(PATIENCE).until(() -> phone.cardsOf("table-1").size() == 1);
      Card started = phone.cardsOf("table-1").getFirst();
      publish(upstream, events.getLast());

      // Then
      assertThat(started.contentState().toString())
          .contains("\"restaurant\":\"Chez Nous\"", "\"guests\":4", "\"terrace\":true")
          .contains("\"colour\":\"#7A1F2B\"", "\"status\":\"confirmed\"");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            Card card = phone.cardsOf("table-1").getFirst();
            assertThat(card.shown("table")).isEqualTo("12");
            assertThat(card.shown("tableLabel")).isEqualTo("Tisch");
            assertThat(card.alerts())
                .contains(new Alert("Chez Nous", "Sie haben Tisch 12", "default"));
          });
    }
  }

  private static void publish(Upstream upstream, ObjectNode event) {
    upstream.publishBytes(
        "booking-events", "table-1", event.toString().getBytes(StandardCharsets.UTF_8));
  }
}
