package dev.marquee.testbed.apns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a client: turns frames into requests, and decisions into frames. Lives
 * on its event loop.
 */
final class ApnsConnection extends Http2ConnectionHandler {
  private static final System.Logger LOGGER = System.getLogger(ApnsConnection.class.getName());

  private final PushService service;
  private final long id;
  private final SplittableRandom random;
  private final ProviderSession session;
  private final SecretHeader secrets = new SecretHeader();
  private final Departure departure;
  private final AnswerFrames answers;
  private final Http2Connection.PropertyKey requestKey;

  private ApnsConnection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Builder builder) {
    super(decoder, encoder, settings);
    service = builder.service;
    id = builder.id;
    random = new SplittableRandom(id);
    session = service.newSession();
    departure = new Departure(this, builder.settings.linger());
    answers =
        new AnswerFrames(
            encoder,
            service.environment(),
            new StreamLimit(builder.settings.strictStreamLimit()),
            random);
    requestKey = connection().newKey();
  }

  /** Finishes what is open, ignores what comes after, and hangs up if the client does not. */
  void goAway(ChannelHandlerContext ctx, String reason) {
    departure.finish(ctx, Fault.NO_ERROR, reason);
  }

  /** Ends the connection as a broken network does: no GOAWAY, no TLS farewell. */
  static void cut(ChannelHandlerContext ctx) {
    ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    // From the first handler outwards, past all that would still say goodbye.
    var _ = ctx.pipeline().firstContext().close();
  }

  /** A client that breaks off, or does not trust the certificate, is the client's affair. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
      var _ = ctx.close();
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  /**
   * What is neither a breach of HTTP/2 by the client nor a lost connection is a bug on our side: a
   * receiver or listener that threw.
   */
  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception breach) {
    if (breach == null && !(cause instanceof IOException)) {
      LOGGER.log(System.Logger.Level.ERROR, "Connection " + id + " failed", cause);
    }
    super.onConnectionError(ctx, outbound, cause, breach);
  }

  private void beginRequest(int streamId, Http2Headers headers) {
    stream(streamId).setProperty(requestKey, new RequestReader(headers, secrets));
  }

  private void readBody(int streamId, ByteBuf data) {
    reader(streamId).append(data);
  }

  private void endRequest(ChannelHandlerContext ctx, int streamId) {
    if (departure.leavesOut(streamId)) {
      return;
    }
    IncomingRequest request = reader(streamId).finish(service.clock().instant(), id, streamId);
    Decision decision = service.process(request, session, random);
    switch (decision.fault()) {
      case null -> answers.write(ctx, streamId, decision);
      case Fault.AnswerWith _ -> answers.write(ctx, streamId, decision);
      case Fault.LoseAnswer _ -> {}
      case Fault.DelayAnswer delay ->
          later(ctx, delay.latency(), () -> answers.write(ctx, streamId, decision));
      case Fault.StallConnection stall -> {
        stall(ctx, stall.latency());
        answers.write(ctx, streamId, decision);
      }
      case Fault.ResetStream reset -> {
        var _ = resetStream(ctx, streamId, reset.errorCode(), ctx.newPromise());
      }
      case Fault.CloseConnection _ -> cut(ctx);
      case Fault.GoAway goAway -> goAway(ctx, streamId, decision, goAway);
    }
    departure.processed(streamId);
  }

  private void goAway(
      ChannelHandlerContext ctx, int streamId, Decision decision, Fault.GoAway goAway) {
    switch (goAway.farewell()) {
      case GRACEFUL -> {
        answers.write(ctx, streamId, decision);
        departure.finish(ctx, goAway.errorCode(), goAway.reason());
      }
      case ANNOUNCED -> {
        answers.write(ctx, streamId, decision);
        departure.announce(ctx, goAway.errorCode(), goAway.reason());
      }
      case EARLY -> departure.leaveBefore(ctx, streamId, goAway.errorCode(), goAway.reason());
      case ABRUPT -> departure.hangUp(ctx, goAway.errorCode(), goAway.reason());
    }
  }

  /** Lets nothing in and nothing out for a while. */
  private void stall(ChannelHandlerContext ctx, Latency latency) {
    answers.hold();
    // Not at once: at the end of the present read, a handler that may not read asks for one more.
    ctx.executor().execute(() -> ctx.channel().config().setAutoRead(false));
    later(
        ctx,
        latency,
        () -> {
          answers.release();
          ctx.channel().config().setAutoRead(true);
        });
  }

  private void later(ChannelHandlerContext ctx, Latency latency, Runnable action) {
    Runnable flushed =
        () -> {
          action.run();
          flush(ctx);
        };
    var _ = ctx.executor().schedule(flushed, latency.draw(random).toNanos(), TimeUnit.NANOSECONDS);
  }

  private Http2Stream stream(int streamId) {
    return connection().stream(streamId);
  }

  private RequestReader reader(int streamId) {
    return stream(streamId).getProperty(requestKey);
  }

  private final class Frames extends Http2FrameAdapter {
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
      beginRequest(streamId, headers);
      if (endOfStream) {
        endRequest(ctx, streamId);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
      int consumed = data.readableBytes() + padding;
      readBody(streamId, data);
      if (endOfStream) {
        endRequest(ctx, streamId);
      }
      return consumed;
    }
  }

  /** Makes the handler of one new connection. */
  static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<ApnsConnection, Builder> {
    /** What Apple was seen to announce. */
    private static final Http2Settings SETTINGS =
        new Http2Settings()
            .headerTableSize(4_096)
            .maxConcurrentStreams(StreamLimit.COLD)
            .initialWindowSize(65_535)
            .maxFrameSize(16_384)
            .maxHeaderListSize(8_000);

    private final PushService service;
    private final long id;
    private final ConnectionSettings settings;

    Builder(PushService service, long id, ConnectionSettings settings) {
      this.service = service;
      this.id = id;
      this.settings = settings;
    }

    @Override
    protected ApnsConnection build() {
      server(true);
      initialSettings(SETTINGS);
      // Off: resets are what a fault test is about, from either side.
      decoderEnforceMaxRstFramesPerWindow(0, 0);
      encoderEnforceMaxRstFramesPerWindow(0, 0);
      return super.build();
    }

    @Override
    protected ApnsConnection build(
        Http2ConnectionDecoder decoder,
        Http2ConnectionEncoder encoder,
        Http2Settings initialSettings) {
      ApnsConnection connection = new ApnsConnection(decoder, encoder, initialSettings, this);
      frameListener(connection.new Frames());
      return connection;
    }
  }
}
