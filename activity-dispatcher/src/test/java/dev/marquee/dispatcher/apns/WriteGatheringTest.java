package dev.marquee.dispatcher.apns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often what was written is pushed out. */
@Timeout(10)
class WriteGatheringTest {

  private final Below below = new Below();
  private final EmbeddedChannel channel = new EmbeddedChannel(below, new WriteGathering());

  @Test
  void framesOfOneTurnLeaveTogether() {
    // When
    for (int frame = 0; frame < 5; frame++) {
      var _ = channel.pipeline().writeAndFlush("frame");
    }
    channel.runPendingTasks();

    // Then
    assertThat(below.heard).containsExactly("frame", "frame", "frame", "frame", "frame", "flush");
  }

  @Test
  void flushOfNothingIsNotPassedOn() {
    // When
    channel.pipeline().flush();
    channel.runPendingTasks();

    // Then
    assertThat(below.heard).isEmpty();
  }

  @Test
  void whatIsWrittenAfterAFlushLeavesWithTheNext() {
    // Given
    var _ = channel.pipeline().writeAndFlush("first");
    channel.runPendingTasks();

    // When
    var _ = channel.pipeline().writeAndFlush("second");
    channel.runPendingTasks();

    // Then
    assertThat(below.heard).containsExactly("first", "flush", "second", "flush");
  }

  /** Takes all and passes nothing on. */
  private static final class Below extends ChannelOutboundHandlerAdapter {
    private final List<Object> heard = new ArrayList<>();

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      heard.add(message);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      heard.add("flush");
    }
  }
}
