package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.sendAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.dispatcher.apns.ApnsOutcome.Accepted;
import dev.marquee.testbed.apns.PushRequest;
import dev.marquee.testbed.apns.ReceivedPush;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection has a thousand million streams: at 10,000 pushes a second those of thirty hours. */
@Timeout(60)
class StreamIdsTest {
  private static final int STREAMS_LEFT = 10;
  private static final int CONNECTIONS = 3;

  @RegisterExtension final TestApns apns = new TestApns();

  @Test
  void connectionWhoseStreamsAreUsedUpGivesWayToAnotherAndNoPushIsLost() {
    // Given
    PooledApnsClient client =
        apns.clientWithStreamsFrom(ApnsWire.LAST_STREAM_ID - 2 * (STREAMS_LEFT - 1));
    List<ApnsPush> pushes =
        IntStream.range(0, CONNECTIONS * STREAMS_LEFT)
            .mapToObj(number -> pushTo(apns.issuedToken(number)))
            .toList();

    // When
    List<ApnsOutcome> outcomes = sendAll(client, pushes);

    // Then
    assertThat(outcomes).containsOnly(new Accepted(null));
    assertThat(pushes).allMatch(push -> apns.received(push).size() == 1);
    Map<Long, Set<Integer>> streams =
        apns.simulator().log().all().stream()
            .map(ReceivedPush::request)
            .collect(
                Collectors.groupingBy(
                    PushRequest::connectionId,
                    Collectors.mapping(
                        PushRequest::streamId, Collectors.toCollection(TreeSet::new))));
    assertThat(streams)
        .hasSize(CONNECTIONS)
        .allSatisfy(
            (_, ids) -> assertThat(ids).hasSize(STREAMS_LEFT).endsWith(ApnsWire.LAST_STREAM_ID));
  }
}
