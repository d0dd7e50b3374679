package dev.marquee.dispatcher.apns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Lets all frames that one turn of the event loop writes leave together: few TLS records and one
 * system call instead of one for each frame. A flush of nothing does nothing; below, it would cost
 * a TLS record.
 */
final class WriteGathering extends ChannelOutboundHandlerAdapter {

  private boolean written;
  private boolean scheduled;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    written = true;
    var _ = ctx.write(message, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (written && !scheduled) {
      scheduled = true;
      ctx.executor().execute(() -> flushTogether(ctx));
    }
  }

  private void flushTogether(ChannelHandlerContext ctx) {
    scheduled = false;
    written = false;
    ctx.flush();
  }
}
