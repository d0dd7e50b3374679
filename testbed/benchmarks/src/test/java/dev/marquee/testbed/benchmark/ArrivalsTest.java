package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.testbed.apns.PushAnswer;
import dev.marquee.testbed.apns.PushBody;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.ReceivedPush;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a figure is void for. */
@Timeout(10)
class ArrivalsTest {

  private static final Instant NOW = Instant.parse("2026-12-01T19:00:00Z");
  private static final String APP = "com.example.tickets";
  private static final PushAnswer TAKEN = new PushAnswer.Accepted();
  private static final PushAnswer EXPIRED = new PushAnswer.Rejected(410, "ExpiredToken", NOW);

  private final House house = new House(APP, 1_000, 10, NOW);
  private final Arrivals arrivals = new Arrivals(house, "B", 10, holder -> holder == 5);

  @Test
  void countsEachHolderOnce() {
    // When
    arrivals.accept(push(APP, house.token(3), "B", TAKEN));
    arrivals.accept(push(APP, house.token(3), "B", TAKEN));

    // Then
    assertThat(arrivals.count()).isEqualTo(1);
    assertThat(arrivals.others()).isZero();
    assertThat(arrivals.nanosOf(3)).isEqualTo(77);
  }

  @Test
  void aStateThatIsNotTheNewestCountsAsAnother() {
    // When
    arrivals.accept(push(APP, house.token(3), "A", TAKEN));

    // Then
    assertThat(arrivals.count()).isZero();
    assertThat(arrivals.others()).isEqualTo(1);
  }

  @Test
  void aDeadTokenHasToBeRefusedForThat() {
    // When
    arrivals.accept(push(APP, house.token(5), "B", EXPIRED));

    // Then
    assertThat(arrivals.count()).isEqualTo(1);
    assertThat(arrivals.others()).isZero();
  }

  @Test
  void aDeadTokenThatIsTakenOrRefusedForAnythingElseCountsAsAnother() {
    // When
    arrivals.accept(push(APP, house.token(5), "B", TAKEN));
    arrivals.accept(
        push(APP, house.token(5), "B", new PushAnswer.Rejected(429, "TooManyRequests", null)));

    // Then
    assertThat(arrivals.count()).isZero();
    assertThat(arrivals.others()).isEqualTo(2);
  }

  @Test
  void aLiveTokenThatIsRefusedCountsAsAnother() {
    // When
    arrivals.accept(push(APP, house.token(4), "B", EXPIRED));

    // Then
    assertThat(arrivals.count()).isZero();
    assertThat(arrivals.others()).isEqualTo(1);
  }

  @Test
  void whatGoesToAnotherHouseIsNotCounted() {
    // Given
    House cinema = new House("com.example.cinema", 1_010, 10, NOW);

    // When
    arrivals.accept(push(cinema.app(), cinema.token(3), "B", TAKEN));

    // Then
    assertThat(arrivals.count()).isZero();
    assertThat(arrivals.others()).isZero();
  }

  private static ReceivedPush push(String app, String token, String gate, PushAnswer answer) {
    var state = new ObjectMapper().createObjectNode();
    state.putObject("aps").putObject("content-state").put("gate", gate);
    PushBody body = PushBody.of(state);
    return new ReceivedPush(
        0,
        new PushRequest(
            NOW,
            77,
            1,
            1,
            "POST",
            "/3/device/" + token,
            Map.of("apns-topic", app + ".push-type.liveactivity"),
            body.toString().length(),
            body),
        "id",
        answer);
  }
}
