package dev.marquee.testbed.apns;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The listening socket, the TLS in front of each connection, and the event loops that serve them.
 */
final class ApnsServer implements AutoCloseable {
  private final PushService service;
  private final boolean strictStreamLimit;
  private final SslContext tls;
  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicLong connectionCount = new AtomicLong();
  private final Channel listening;

  /** Listens on the address at once; the constructor fails if the port is taken. */
  ApnsServer(
      InetSocketAddress address,
      TlsIdentity identity,
      int threads,
      PushService service,
      boolean strictStreamLimit)
      throws IOException {
    this.service = service;
    this.strictStreamLimit = strictStreamLimit;
    tls = tlsContext(identity);
    loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("apns", true));
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ConnectionInitializer())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stopLoops();
      throw new IOException("Cannot listen on " + address, bound.cause());
    }
    listening = bound.channel();
  }

  /**
   * ALPN is answered where the client asks for it; one that does not ask is taken to speak HTTP/2
   * all the same.
   */
  private static SslContext tlsContext(TlsIdentity identity) throws IOException {
    return SslContextBuilder.forServer(identity.key(), identity.certificate())
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  int port() {
    SocketAddress address = listening.localAddress();
    return ((InetSocketAddress) address).getPort();
  }

  int openConnections() {
    return connections.size();
  }

  /** Runs the action for each open connection, on its event loop. */
  void forEachConnection(BiConsumer<ApnsConnection, ChannelHandlerContext> action) {
    for (Channel channel : connections) {
      channel
          .eventLoop()
          .execute(() -> {
            ChannelHandlerContext ctx = channel.pipeline().context(ApnsConnection.class);
            if (ctx != null) {
              action.accept((ApnsConnection) ctx.handler(), ctx);
            }
          });
    }
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    forEachConnection((_, ctx) -> ApnsConnection.cut(ctx));
    stopLoops();
  }

  private void stopLoops() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      connections.add(channel);
      channel
          .pipeline()
          .addLast(tls.newHandler(channel.alloc()))
          .addLast(
              new ApnsConnection.Builder(
                      service, connectionCount.incrementAndGet(), strictStreamLimit)
                  .build());
    }
  }
}
