package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection, between Netty's HTTP/2 codec and the pushes: a push is written as
 * HEADERS and DATA, and what comes back is told to the {@link ApnsStream} that it belongs to.
 * Confined to one event loop.
 */
final class ApnsWire extends Http2ConnectionHandler {

  /** Any eight bytes do. */
  private static final long PING = 0x6d61727175656521L;

  /** Netty's: the one before it is for connections that were upgraded from HTTP/1. */
  static final int FIRST_STREAM_ID = 3;

  /** The last id that is used; the one after it is the last that there is. */
  static final int LAST_STREAM_ID = Integer.MAX_VALUE - 2;

  /** Hears of what concerns the whole connection, on its event loop. */
  interface Listener {

    /** New SETTINGS of the server are in force, its limit of streams among them. */
    void settingsChanged();

    /** The server has answered a ping. */
    void pong();

    /**
     * The server takes no more streams. Those above its last stream id end after this call.
     *
     * @param debugData may hold the reason as JSON; valid during the call
     */
    void goingAway(long errorCode, ByteBuf debugData);

    /** The connection is gone, and every stream has heard of it. */
    void closed();
  }

  private final Http2Connection.PropertyKey pushKey;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Promise<ApnsWire> opened;
  private @Nullable Listener listener;

  /**
   * @param opened is given the wire when the server's first SETTINGS have come
   */
  ApnsWire(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Promise<ApnsWire> opened) {
    super(decoder, encoder, settings);
    this.opened = opened;
    this.pushKey = connection().newKey();
    Frames frames = new Frames();
    decoder.frameListener(frames);
    connection().addListener(frames);
  }

  /** Tells somebody from now on. To be called as soon as the wire is open. */
  void listen(Listener whoHears) {
    listener = whoHears;
  }

  /** Whether the connection is still there. */
  boolean active() {
    return ctx().channel().isActive();
  }

  /** The server's address, in words. */
  String address() {
    return ctx().channel().remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress().getHostAddress()
        : "an address that is gone";
  }

  /** How many streams the server allows at a time, as its SETTINGS say. */
  int streamLimit() {
    return connection().local().maxActiveStreams();
  }

  /** How many streams are open now. */
  int streams() {
    return connection().local().numActiveStreams();
  }

  /** Whether there are ids for more streams: there are a thousand million on a connection. */
  boolean hasStreamIds() {
    return connection().local().lastStreamCreated() < LAST_STREAM_ID;
  }

  /** Whether a GOAWAY has said that the server does not process this stream. */
  boolean beyondGoAway(int streamId) {
    return connection().goAwayReceived() && streamId > connection().local().lastStreamKnownByPeer();
  }

  /**
   * Writes a push, which leaves with the next {@link #flush}. The push hears of its last byte as
   * the listener of a future.
   *
   * @return the id of its stream
   */
  int write(ApnsStream push, Http2Headers headers, ByteBuf body) {
    ChannelHandlerContext ctx = ctx();
    int streamId = connection().local().incrementAndGetNextStreamId();
    var _ = encoder().writeHeaders(ctx, streamId, headers, 0, false, ctx.newPromise());
    Http2Stream stream = connection().stream(streamId);
    if (stream != null) {
      stream.setProperty(pushKey, push);
    }
    // Without a stream this fails, and with it the push.
    var _ = encoder().writeData(ctx, streamId, body, 0, true, ctx.newPromise().addListener(push));
    return streamId;
  }

  /** Lets what was written leave, as far as the server's windows allow. */
  void flush() {
    flush(ctx());
  }

  /**
   * Ends a stream, if it is still open, without its answer; what was not written of it never will
   * be.
   */
  void cancel(int streamId) {
    if (connection().stream(streamId) != null) {
      ChannelHandlerContext ctx = ctx();
      var _ = resetStream(ctx, streamId, Http2Error.CANCEL.code(), ctx.newPromise());
      flush(ctx);
    }
  }

  /** Asks the server for a sign of life. */
  void ping() {
    ChannelHandlerContext ctx = ctx();
    var _ = encoder().writePing(ctx, false, PING, ctx.newPromise());
    flush(ctx);
  }

  /** Says goodbye and closes, without waiting for streams or for a peer that takes nothing. */
  void close() {
    var _ = ctx().channel().close();
  }

  private ChannelHandlerContext ctx() {
    return requireNonNull(context, "not in a pipeline");
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    try {
      super.channelInactive(ctx);
    } finally {
      if (listener != null) {
        listener.closed();
      }
    }
  }

  /** A socket that fails is closed; every stream hears of that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      onError(ctx, false, cause);
    } else {
      var _ = ctx.close();
    }
  }

  private final class Frames extends Http2EventAdapter {

    private @Nullable ApnsStream push(int streamId) {
      Http2Stream stream = connection().stream(streamId);
      return stream == null ? null : push(stream);
    }

    private @Nullable ApnsStream push(Http2Stream stream) {
      return stream.getProperty(pushKey);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
      Promise<ApnsWire> first = opened;
      if (first != null) {
        opened = null;
        first.trySuccess(ApnsWire.this);
      } else if (listener != null) {
        listener.settingsChanged();
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endOfStream) {
      ApnsStream push = push(streamId);
      if (push != null) {
        push.headers(headers, endOfStream);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
      int consumed = data.readableBytes() + padding;
      ApnsStream push = push(streamId);
      if (push != null) {
        push.body(data, endOfStream);
      }
      return consumed;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
      ApnsStream push = push(streamId);
      if (push != null) {
        push.resetByPeer(errorCode);
      }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      ApnsStream push = push(stream);
      if (push != null) {
        push.closed();
      }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
      if (listener != null) {
        listener.pong();
      }
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
      if (listener != null) {
        listener.goingAway(errorCode, debugData);
      }
    }
  }
}
