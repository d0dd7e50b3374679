package dev.marquee.testbed.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.apns.PushBody;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.TokenDirectory;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.Reaction;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.testbed.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class NarratorTest {

  private static final String TOKEN = "ab12".repeat(39) + "cd34";

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Narrator narrator =
      new Narrator(
          new Terminal(new PrintStream(told, true, UTF_8), false), ZoneId.of("Europe/Berlin"));

  @Test
  void tellsAPushAsItWasOnTheWire() throws Exception {
    // Given
    PhonePush push =
        push(
            """
            {"aps":{"timestamp":1798817403,"event":"end","dismissal-date":1798839000,
              "content-state":{"gate":"C","startsAt":1798828200},
              "alert":{"title":"Hamlet","body":"Gate is now C"}}}
            """);

    // When
    narrator.push(ada(), push);

    // Then
    assertThat(told.toString(UTF_8))
        .isEqualTo(
            """
               → Ada's      end     priority 10, timestamp 1798817403, token ab12…cd34  shown: ended
                   state  gate C · startsAt 19:30
                   alert  Hamlet: Gate is now C
                   leaves Fri 1 Jan 22:30
            """);
  }

  @Test
  void neverTellsAWholeToken() {
    // When / Then
    assertThat(Narrator.shortened(TOKEN)).isEqualTo("ab12…cd34");
    assertThat(Narrator.shortened("ab12cd34")).isEqualTo("…");
  }

  private static PhonePush push(String body) throws Exception {
    PushRequest request =
        new PushRequest(
            Instant.EPOCH,
            0,
            1,
            1,
            "POST",
            "/3/device/" + TOKEN,
            Map.of("apns-priority", "10"),
            body.length(),
            PushBody.of(new ObjectMapper().readTree(body)));
    return new PhonePush(Instant.EPOCH, request, "b-1", "card", new Reaction.Shown("ended"));
  }

  private static Guest ada() {
    try (PhoneFleet fleet = PhoneFleet.builder(new TokenDirectory()).build()) {
      return new Guest(
          "Ada",
          "b-1",
          "Seat 1",
          fleet.addPhone(PhoneProfile.of("phone", "ada"), TicketApp.definition()));
    }
  }
}
