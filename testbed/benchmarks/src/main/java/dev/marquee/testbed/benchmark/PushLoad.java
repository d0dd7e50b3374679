package dev.marquee.testbed.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A provider that pushes to an APNs on this machine as fast as it is answered, cheaply: a load is
 * not to take the processor from what it loads.
 */
final class PushLoad implements AutoCloseable {

  private static final String TOPIC = "com.example.tickets.push-type.liveactivity";

  /** So many requests are on their way at once, on each connection. */
  private static final int WINDOW = 100;

  private final String authorization;
  private final Supplier<@Nullable Push> pushes;
  private final SslContext tls;
  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final List<Channel> connections = new ArrayList<>();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** One push, to one device. */
  record Push(String token, String body) {}

  /**
   * Pushes from now on, until it is closed.
   *
   * @param port of the APNs, on this machine; its certificate is taken as it is
   * @param pushes the next one each time, on one thread; none if there are no more
   */
  PushLoad(int port, int connectionCount, String providerToken, Supplier<@Nullable Push> pushes) {
    this.authorization = "bearer " + providerToken;
    this.pushes = pushes;
    try {
      tls =
          SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
    } catch (SSLException e) {
      throw new IllegalStateException("Every Java platform speaks TLS", e);
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(tls.newHandler(channel.alloc()), new ConnectionBuilder().build());
                  }
                });
    for (int number = 0; number < connectionCount; number++) {
      connections.add(bootstrap.connect("localhost", port).syncUninterruptibly().channel());
    }
  }

  /** How many pushes were answered with 200. */
  long accepted() {
    return accepted.sum();
  }

  /** How many were answered otherwise. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    connections.forEach(connection -> connection.close().syncUninterruptibly());
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** One connection; its next request goes out as soon as an answer makes room for it. */
  private final class Connection extends Http2ConnectionHandler {
    private int open;
    private int limit = 1;
    private int sent;

    private Connection(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      super(decoder, encoder, settings);
    }

    private void fill(ChannelHandlerContext ctx) {
      while (open < limit) {
        Push push = pushes.get();
        if (push == null) {
          return;
        }
        open++;
        sent++;
        write(ctx, push);
      }
    }

    private void write(ChannelHandlerContext ctx, Push push) {
      int stream = connection().local().incrementAndGetNextStreamId();
      Http2Headers headers = headers(push.token());
      var _ = encoder().writeHeaders(ctx, stream, headers, 0, false, ctx.newPromise());
      ByteBuf data = Unpooled.copiedBuffer(push.body(), UTF_8);
      var _ = encoder().writeData(ctx, stream, data, 0, true, ctx.newPromise());
    }

    private Http2Headers headers(String token) {
      return new DefaultHttp2Headers(false)
          .method("POST")
          .scheme("https")
          .authority("localhost")
          .path("/3/device/" + token)
          .add("authorization", authorization)
          .add("apns-push-type", "liveactivity")
          .add("apns-topic", TOPIC)
          .add("apns-priority", "5")
          .add("apns-expiration", "2000000000")
          .add("apns-id", new UUID(hashCode(), sent).toString());
    }

    private void answered(boolean well) {
      open--;
      (well ? accepted : refused).increment();
    }

    /** By now the streams that were answered are closed, and count no more. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
      fill(ctx);
      super.channelReadComplete(ctx);
    }
  }

  /** Tells a connection what it reads. */
  private static final class Answers extends Http2FrameAdapter {
    private final Connection connection;

    private Answers(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
      Long streams = settings.maxConcurrentStreams();
      if (streams != null) {
        connection.limit = Math.toIntExact(Math.min(streams, WINDOW));
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      onHeadersRead(ctx, stream, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end) {
      if (end) {
        connection.answered("200".contentEquals(headers.status()));
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
      if (end) {
        connection.answered(false);
      }
      return data.readableBytes() + padding;
    }
  }

  private final class ConnectionBuilder
      extends AbstractHttp2ConnectionHandlerBuilder<Connection, ConnectionBuilder> {

    @Override
    protected Connection build() {
      server(false);
      // As Apple asks: what differs from push to push stays out of the header table.
      headerSensitivityDetector((name, _) ->
          ":path".contentEquals(name)
              || "authorization".contentEquals(name)
              || "apns-id".contentEquals(name));
      return super.build();
    }

    @Override
    protected Connection build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      Connection connection = new Connection(decoder, encoder, settings);
      frameListener(new Answers(connection));
      return connection;
    }
  }
}
