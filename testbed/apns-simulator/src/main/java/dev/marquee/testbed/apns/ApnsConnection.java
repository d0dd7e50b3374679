package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a client: turns frames into requests, and decisions into frames. Lives
 * on its event loop.
 */
final class ApnsConnection extends Http2ConnectionHandler {
  private static final System.Logger LOGGER = System.getLogger(ApnsConnection.class.getName());

  /** How long a client may take to close a connection that goes away. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final PushService service;
  private final long id;
  private final SplittableRandom random;
  private final ProviderSession session;
  private final StreamLimit streamLimit;
  private final Http2Connection.PropertyKey requestKey;
  private int lastStream = Integer.MAX_VALUE;

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
    streamLimit = new StreamLimit(builder.strictStreamLimit);
    requestKey = connection().newKey();
  }

  /** Finishes what is open, ignores what comes after, and hangs up if the client does not. */
  void goAway(ChannelHandlerContext ctx, String reason) {
    ByteBuf debugData =
        Unpooled.copiedBuffer("{\"reason\":\"" + reason + "\"}", StandardCharsets.UTF_8);
    lastStream = Math.min(lastStream, connection().remote().lastStreamCreated());
    // Past the handler's own bookkeeping, in which a request that crosses the frame is an error
    // that cuts the connection, and with it the answers on their way.
    var _ =
        encoder()
            .frameWriter()
            .writeGoAway(ctx, lastStream, Http2Error.NO_ERROR.code(), debugData, ctx.newPromise());
    ctx.flush();
    Runnable hangUp =
        () -> {
          var _ = ctx.channel().close();
        };
    var _ = ctx.executor().schedule(hangUp, LINGER.toNanos(), TimeUnit.NANOSECONDS);
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
    stream(streamId).setProperty(requestKey, new RequestReader(headers));
  }

  private void readBody(int streamId, ByteBuf data) {
    reader(streamId).append(data);
  }

  private void endRequest(ChannelHandlerContext ctx, int streamId) {
    if (streamId > lastStream) {
      return;
    }
    IncomingRequest request = reader(streamId).finish(service.clock().instant(), id, streamId);
    Decision decision = service.process(request, session, random);
    switch (decision.fault()) {
      case null -> write(ctx, streamId, decision);
      case Fault.AnswerWith _ -> write(ctx, streamId, decision);
      case Fault.LoseAnswer _ -> {}
      case Fault.DelayAnswer delay -> writeLater(ctx, streamId, decision, delay);
      case Fault.ResetStream reset -> {
        var _ = resetStream(ctx, streamId, reset.errorCode(), ctx.newPromise());
      }
      case Fault.CloseConnection _ -> cut(ctx);
      case Fault.GoAway goAway -> {
        write(ctx, streamId, decision);
        goAway(ctx, goAway.reason());
      }
    }
  }

  private void writeLater(
      ChannelHandlerContext ctx, int streamId, Decision decision, Fault.DelayAnswer delay) {
    Runnable answer =
        () -> {
          write(ctx, streamId, decision);
          flush(ctx);
        };
    var _ = ctx.executor().schedule(answer, delay.by().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void write(ChannelHandlerContext ctx, int streamId, Decision decision) {
    if (connection().stream(streamId) == null) {
      return; // The client lost patience and reset the stream.
    }
    switch (decision.answer()) {
      case PushAnswer.Accepted _ -> {
        Http2Headers headers = answerHeaders(200, decision);
        if (service.environment() == ApnsEnvironment.SANDBOX) {
          headers.add("apns-unique-id", new UUID(random.nextLong(), random.nextLong()).toString());
        }
        var _ = encoder().writeHeaders(ctx, streamId, headers, 0, true, ctx.newPromise());
      }
      case PushAnswer.Rejected rejected -> {
        Http2Headers headers = answerHeaders(rejected.status(), decision);
        headers.add("content-type", "application/json");
        var _ = encoder().writeHeaders(ctx, streamId, headers, 0, false, ctx.newPromise());
        var _ = encoder().writeData(ctx, streamId, body(rejected), 0, true, ctx.newPromise());
      }
      case PushAnswer.Unanswered _ ->
          throw new IllegalStateException("There is no answer to write");
    }
    boolean accepted = decision.answer() instanceof PushAnswer.Accepted;
    streamLimit
        .afterAnswer(decision.authenticated(), accepted)
        .ifPresent(limit -> {
          Http2Settings settings = new Http2Settings().maxConcurrentStreams(limit);
          var _ = encoder().writeSettings(ctx, settings, ctx.newPromise());
        });
  }

  private static Http2Headers answerHeaders(int status, Decision decision) {
    return new DefaultHttp2Headers()
        .status(Integer.toString(status))
        .add("apns-id", decision.apnsId());
  }

  private static ByteBuf body(PushAnswer.Rejected rejected) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("reason", rejected.reason());
    if (rejected.timestamp() != null) {
      json.put("timestamp", rejected.timestamp().toEpochMilli());
    }
    return Unpooled.copiedBuffer(json.toString(), StandardCharsets.UTF_8);
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
    private final boolean strictStreamLimit;

    Builder(PushService service, long id, boolean strictStreamLimit) {
      this.service = service;
      this.id = id;
      this.strictStreamLimit = strictStreamLimit;
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
