package dev.marquee.dispatcher.apns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import io.vertx.core.net.HostAndPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The bytes of header blocks: what Apple wants to see in HPACK's table of headers, and what not.
 */
@Timeout(10)
class RequestHeadersTest {

  private static final ProviderToken TOKEN =
      new ProviderToken(AsciiString.cached("bearer secret"), Instant.EPOCH);

  /** First bytes of a literal that is never indexed, by the number of its name in the table. */
  private static final String NEVER_INDEXED_PATH = "\u0014";

  private static final String NEVER_INDEXED_AUTHORIZATION = "\u001f\u0008";

  @Test
  void secretsNeverEnterTheTableOfHeaders() throws Http2Exception {
    // When
    List<String> blocks = blocksOf(3);

    // Then
    assertThat(blocks)
        .allMatch(block -> block.contains(NEVER_INDEXED_PATH + "\u000e/3/device/abcd"))
        .allMatch(block -> block.contains(NEVER_INDEXED_AUTHORIZATION + "\rbearer secret"));
  }

  @Test
  void headersThatStayEnterTheTable() throws Http2Exception {
    // When
    List<String> blocks = blocksOf(3);

    // Then
    String topic = "com.example.tickets.push-type.liveactivity";
    assertThat(blocks.getFirst()).contains("apns-topic", topic, "liveactivity", "localhost");
    assertThat(blocks.subList(1, 3))
        .noneMatch(block -> block.contains("apns-topic") || block.contains(topic))
        .noneMatch(block -> block.contains("apns-push-type") || block.contains("apns-priority"))
        .noneMatch(block -> block.contains("localhost"));
  }

  @Test
  void headersOfOnePushEnterTheTableForTheirNamesAlone() throws Http2Exception {
    // When
    List<String> blocks = blocksOf(3);

    // Then
    assertThat(blocks.getFirst()).contains("apns-id", "apns-expiration");
    assertThat(blocks.subList(1, 3))
        .noneMatch(block -> block.contains("apns-id") || block.contains("apns-expiration"));
    assertThat(blocks.get(1).length()).isEqualTo(blocks.get(2).length());
  }

  @Test
  void portThatIsNotThatOfHttpsBelongsToTheAuthority() {
    // Given
    ApnsPush push = TestApns.pushTo("abcd");

    // When / Then
    assertThat(new RequestHeaders(HostAndPort.create("h", 2197)).of(push, TOKEN).authority())
        .hasToString("h:2197");
    assertThat(new RequestHeaders(HostAndPort.create("h", 443)).of(push, TOKEN).authority())
        .hasToString("h");
  }

  /** Header blocks of as many pushes to one token, over one connection. */
  private static List<String> blocksOf(int pushes) throws Http2Exception {
    RequestHeaders headers = new RequestHeaders(HostAndPort.create("localhost", 443));
    List<String> blocks = new ArrayList<>();
    try (var encoder = new DefaultHttp2HeadersEncoder(new ApnsHeaderTable())) {
      for (int i = 0; i < pushes; i++) {
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(2 * i + 1, headers.of(TestApns.pushTo("abcd"), TOKEN), block);
        blocks.add(block.toString(ISO_8859_1));
      }
    }
    return blocks;
  }
}
