package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How one connection goes away: which of its streams are still served, and when it hangs up. Used
 * by the connection's event loop only.
 */
final class Departure {
  private final Http2ConnectionHandler connection;
  private final Duration linger;
  private int lastStream = Integer.MAX_VALUE;
  private int highestProcessed;

  /**
   * A connection that stays for now.
   *
   * @param linger how long a client may take to close it; and how long new streams are taken after
   *     an announcement
   */
  Departure(Http2ConnectionHandler connection, Duration linger) {
    this.connection = connection;
    this.linger = linger;
  }

  /** Whether a stream came too late to be served. */
  boolean leavesOut(int streamId) {
    return streamId > lastStream;
  }

  /** Notes that a stream's request was processed. */
  void processed(int streamId) {
    highestProcessed = Math.max(highestProcessed, streamId);
  }

  /** Finishes what is open, and hangs up if the client does not. */
  void finish(ChannelHandlerContext ctx, long errorCode, String reason) {
    leave(ctx, connection.connection().remote().lastStreamCreated(), errorCode, reason);
    later(ctx, linger, () -> close(ctx));
  }

  /** Says that it will {@link #finish} soon. */
  void announce(ChannelHandlerContext ctx, long errorCode, String reason) {
    leave(ctx, Integer.MAX_VALUE, errorCode, reason);
    later(ctx, linger, () -> finish(ctx, errorCode, reason));
  }

  /**
   * Serves neither this stream nor any that was not processed yet. If a later one was, the frame
   * cannot exclude this one, which is therefore refused by a frame of its own.
   */
  void leaveBefore(ChannelHandlerContext ctx, int streamId, long errorCode, String reason) {
    leave(ctx, highestProcessed, errorCode, reason);
    if (streamId < highestProcessed) {
      var _ = connection.resetStream(ctx, streamId, Fault.REFUSED_STREAM, ctx.newPromise());
    }
    later(ctx, linger, () -> close(ctx));
  }

  /** Answers nothing any more, and closes the connection behind the frame. */
  void hangUp(ChannelHandlerContext ctx, long errorCode, String reason) {
    leave(ctx, connection.connection().remote().lastStreamCreated(), errorCode, reason);
    close(ctx);
  }

  /**
   * Writes the frame past the handler's own bookkeeping, in which a request that crosses the frame
   * is an error that cuts the connection, and with it the answers on their way.
   */
  private void leave(ChannelHandlerContext ctx, int last, long errorCode, String reason) {
    lastStream = Math.min(lastStream, last);
    String debugText = JsonNodeFactory.instance.objectNode().put("reason", reason).toString();
    ByteBuf debugData = Unpooled.copiedBuffer(debugText, StandardCharsets.UTF_8);
    var _ =
        connection
            .encoder()
            .frameWriter()
            .writeGoAway(ctx, lastStream, errorCode, debugData, ctx.newPromise());
    ctx.flush();
  }

  /** With the farewell of TLS, but without waiting for streams. */
  private static void close(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  private static void later(ChannelHandlerContext ctx, Duration delay, Runnable action) {
    var _ = ctx.executor().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
