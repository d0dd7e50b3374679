package dev.marquee.testbed.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.apns.PushBody;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.Reaction;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PushWordsTest {

  private static final Instant NOW = Instant.parse("2026-12-04T18:00:00Z");
  private static final String ALERT =
      ",\"alert\":{\"title\":\"Hamlet\",\"body\":\"Gate is now C\"}";

  @Test
  void saysWhatRang() throws Exception {
    // Given
    PhonePush push = push("update", ALERT, "10", new Reaction.Shown("updated"));

    // When / Then
    assertThat(PushWords.of(push))
        .isEqualTo("The card changed and rang: “Hamlet: Gate is now C”. Priority 10, at once.");
  }

  @Test
  void saysWhatChangedWithoutASound() throws Exception {
    // Given
    PhonePush push = push("end", "", "5", new Reaction.Shown("ended"));

    // When / Then
    assertThat(PushWords.of(push))
        .isEqualTo(
            "The card came to its end without a sound. Priority 5, when it suits the phone.");
  }

  @Test
  void saysWhyNothingHappened() throws Exception {
    // When / Then
    assertThat(PushWords.of(push("update", ALERT, "10", new Reaction.Ignored("older timestamp"))))
        .startsWith("The phone ignored this update: older timestamp.");
    assertThat(PushWords.of(push("start", ALERT, "10", new Reaction.Undecodable("no title"))))
        .startsWith("The app could not read this start: no title.");
  }

  private static PhonePush push(String event, String alert, String priority, Reaction reaction)
      throws Exception {
    String body = "{\"aps\":{\"event\":\"%s\"%s}}".formatted(event, alert);
    PushRequest request =
        new PushRequest(
            NOW,
            0,
            1,
            1,
            "POST",
            "/3/device/ab",
            Map.of("apns-priority", priority),
            body.length(),
            PushBody.of(new ObjectMapper().readTree(body)));
    return new PhonePush(NOW, request, null, null, reaction);
  }
}
