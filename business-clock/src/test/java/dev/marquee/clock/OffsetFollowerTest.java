package dev.marquee.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OffsetFollowerTest {

  private static final Duration MONTHS = Duration.ofDays(275);

  /** Held, because the platform forgets the level of a logger that nobody holds. */
  private static final Logger LOGGER = Logger.getLogger(OffsetFollower.class.getName());

  private final BusinessClock clock = BusinessClock.system();

  @BeforeAll
  static void feedsFailOnPurposeHere() {
    LOGGER.setLevel(Level.OFF);
  }

  @Test
  void takesOverTheOffsetThatTheFeedHasAlready() throws Exception {
    // Given
    try (OffsetFeed feed = new OffsetFeed(0)) {
      feed.serve(MONTHS);

      // When
      try (OffsetFollower follower = OffsetFollower.start(clock, feed.uri(), "registry")) {

        // Then
        assertThat(follower.awaitFirstOffset(Duration.ofSeconds(10))).isTrue();
        assertThat(clock.offset()).isEqualTo(MONTHS);
      }
    }
  }

  @Test
  void acknowledgesEachOffsetByAskingForTheNext() throws Exception {
    // Given
    try (OffsetFeed feed = new OffsetFeed(0);
        OffsetFollower follower = OffsetFollower.start(clock, feed.uri(), "dispatcher 1")) {
      follower.awaitFirstOffset(Duration.ofSeconds(10));

      // When
      feed.serve(Duration.ofMinutes(-5));

      // Then
      await().untilAsserted(() -> assertThat(clock.offset()).isEqualTo(Duration.ofMinutes(-5)));
      await()
          .untilAsserted(() ->
              assertThat(feed.questions())
                  .containsExactly(
                      "after=-1&follower=dispatcher+1",
                      "after=0&follower=dispatcher+1",
                      "after=1&follower=dispatcher+1"));
    }
  }

  @Test
  void keepsTheLastOffsetWhileTheFeedIsGoneAndFollowsItsSuccessor() throws Exception {
    // Given
    int port;
    OffsetFollower follower;
    try (OffsetFeed feed = new OffsetFeed(0)) {
      feed.serve(MONTHS);
      port = feed.port();
      follower = OffsetFollower.start(clock, feed.uri(), "registry");
      follower.awaitFirstOffset(Duration.ofSeconds(10));
    }
    Duration whileGone = clock.offset();

    // When
    try (OffsetFeed successor = new OffsetFeed(port);
        follower) {

      // Then
      assertThat(whileGone).isEqualTo(MONTHS);
      await().untilAsserted(() -> assertThat(clock.offset()).isZero());
      assertThat(successor.questions()).first().isEqualTo("after=1&follower=registry");
    }
  }

  @Test
  void survivesAnAnswerThatIsNoOffset() throws Exception {
    // Given
    try (OffsetFeed feed = new OffsetFeed(0)) {
      feed.answerGarbage(true);
      try (OffsetFollower follower = OffsetFollower.start(clock, feed.uri(), "registry")) {
        await().until(() -> feed.questions().size() >= 2);
        feed.serve(MONTHS);

        // When
        feed.answerGarbage(false);

        // Then
        assertThat(follower.awaitFirstOffset(Duration.ofSeconds(10))).isTrue();
        assertThat(clock.offset()).isEqualTo(MONTHS);
      }
    }
  }

  @Test
  void stopsAskingWhenClosed() throws Exception {
    // Given
    try (OffsetFeed feed = new OffsetFeed(0)) {
      OffsetFollower follower = OffsetFollower.start(clock, feed.uri(), "registry");
      follower.awaitFirstOffset(Duration.ofSeconds(10));

      // When
      follower.close();
      int asked = feed.questions().size();
      feed.serve(MONTHS);

      // Then
      assertThat(clock.offset()).isZero();
      assertThat(feed.questions()).hasSize(asked);
    }
  }
}
