package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.NOW;
import static dev.marquee.testbed.apns.Provider.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testbed.apns.PushClient.Answer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ApnsSimulatorTest {
  private final Provider provider = new Provider();

  @AfterEach
  void close() throws Exception {
    provider.close();
  }

  /** apns.md 1.3: an empty body, and the id that the client chose. */
  @Test
  void acceptsAPushAndEchoesItsId() throws Exception {
    // Given
    String id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    // When
    Answer answer = provider.push().header("apns-id", id).answer();

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("apns-id", id).doesNotContainKey("apns-unique-id");
    assertThat(answer.body().isEmpty()).isTrue();
    assertThat(provider.phone.received)
        .singleElement()
        .satisfies(push -> assertThat(push.event()).isEqualTo("update"));
  }

  /** apns.md 1.2: without an id, APNs makes one. */
  @Test
  void makesAnIdForAPushWithoutOne() throws Exception {
    // When
    Answer answer = provider.push().answer();

    // Then
    assertThat(answer.headers().get("apns-id"))
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  /**
   * apns.md 1.3: the unique id is for the Push Notifications Console, which serves development
   * only.
   */
  @Test
  void namesAUniqueIdInTheSandboxOnly() throws Exception {
    // Given
    try (Provider sandbox = new Provider(builder -> builder.environment(ApnsEnvironment.SANDBOX))) {
      sandbox
          .apns
          .tokens()
          .issue(TOKEN, PushClient.BUNDLE_ID, ApnsEnvironment.SANDBOX, sandbox.phone);

      // When
      Answer answer = sandbox.push().answer();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsKey("apns-unique-id");
    }
  }

  /** apns.md 4.4: everything about the content fails silently, on the phone. */
  @Test
  void acceptsABodyThatIsNoJson() throws Exception {
    // When
    Answer answer = provider.push().body("not json").answer();

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(provider.phone.received)
        .singleElement()
        .satisfies(push -> assertThat(push.json().isMissingNode()).isTrue());
  }

  @Test
  void recordsWhatCameInAndWhatWasAnswered() throws Exception {
    // Given
    List<ReceivedPush> heard = new CopyOnWriteArrayList<>();
    provider.apns.log().addListener(heard::add);

    // When
    provider.push().answer();
    provider.push().header("apns-priority", "7").answer();

    // Then
    List<ReceivedPush> pushes = provider.apns.log().toToken(TOKEN.toUpperCase(Locale.ROOT));
    assertThat(pushes)
        .isEqualTo(heard)
        .extracting(push -> push.answer().toString())
        .containsExactly("200", "400 BadPriority");
    PushRequest first = pushes.getFirst().request();
    assertThat(first.receivedAt()).isEqualTo(NOW);
    assertThat(first.connectionId()).isEqualTo(1);
    assertThat(first.bundleId()).isEqualTo(PushClient.BUNDLE_ID);
    assertThat(first.json().at("/aps/content-state/gate").asText()).isEqualTo("B");
    assertThat(pushes.get(1).request().streamId()).isGreaterThan(first.streamId());
  }

  @Test
  void keepsTokensAndKeysOutOfText() throws Exception {
    // When
    provider.push().answer();

    // Then
    assertThat(provider.apns.log().all().toString()).doesNotContain(TOKEN, provider.providerToken);
  }

  @Test
  void forgetsTheOldestPushesWhenItsLogIsFull() throws Exception {
    // Given
    try (Provider small = new Provider(builder -> builder.logCapacity(2))) {

      // When
      for (int i = 0; i < 5; i++) {
        small.push().answer();
      }

      // Then
      assertThat(small.apns.log().all()).extracting(ReceivedPush::number).containsExactly(3L, 4L);
      assertThat(small.apns.log().total()).isEqualTo(5);
    }
  }

  @Test
  void forgetsTheOldestPushesWhenTheyTakeTooMuchMemory() throws Exception {
    // Given
    String large = "{\"aps\":{\"event\":\"update\",\"padding\":\"" + "x".repeat(4_000) + "\"}}";

    try (Provider small = new Provider(builder -> builder.logByteLimit(20_000))) {
      // When
      for (int i = 0; i < 5; i++) {
        small.push().body(large).answer();
      }

      // Then
      assertThat(small.apns.log().total()).isEqualTo(5);
      assertThat(small.apns.log().all())
          .extracting(ReceivedPush::number)
          .containsExactly(2L, 3L, 4L);
    }
  }

  @Test
  void saysWhichPortIsTaken() {
    // Given
    int port = provider.apns.port();

    // When / Then
    assertThatThrownBy(() -> ApnsSimulator.builder().port(port).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Integer.toString(port));
  }
}
