package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marquee.testbed.apns.PushClient.Answer;
import io.vertx.core.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The moods of SETTINGS_MAX_CONCURRENT_STREAMS, apns.md 1.5. */
@Timeout(30)
class StreamLimitTest {

  @Test
  void allowsOneStreamUntilAGoodProviderTokenWasAnswered() throws Exception {
    try (Provider provider = new Provider()) {
      // When
      provider.client.push(TOKEN, "forged").answer();
      provider.push().answer();

      // Then
      await()
          .untilAsserted(() -> assertThat(provider.client.streamLimits).containsExactly(1L, 1000L));
    }
  }

  @Test
  void opensUpEvenIfTheFirstPushIsRejected() throws Exception {
    try (Provider provider = new Provider()) {
      // When
      provider.push().header("apns-priority", "7").answer();

      // Then
      await()
          .untilAsserted(() -> assertThat(provider.client.streamLimits).containsExactly(1L, 1000L));
    }
  }

  @Test
  void closesUpAfterARejectionAndOpensAgainWhenStrict() throws Exception {
    try (Provider provider = new Provider(ApnsSimulator.Builder::strictStreamLimit)) {
      // When
      provider.push().answer();
      provider.push().header("apns-priority", "7").answer();
      provider.push().answer();

      // Then
      await()
          .untilAsserted(
              () -> assertThat(provider.client.streamLimits).containsExactly(1L, 1000L, 1L, 1000L));
    }
  }

  @Test
  void answersABurstOnOneConnection() throws Exception {
    try (Provider provider = new Provider()) {
      // When
      var answers =
          Future.all(IntStream.range(0, 2_000).mapToObj(_ -> provider.push().send()).toList());
      await().until(answers::isComplete);

      // Then
      assertThat(answers.<Answer>list()).extracting(Answer::status).containsOnly(200);
      assertThat(provider.phone.received).hasSize(2_000);
      assertThat(provider.apns.openConnections()).isEqualTo(1);
    }
  }
}
