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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The listening socket, the TLS in front of each connection, and the event loops that serve them.
 */
final class ApnsServer implements AutoCloseable {
  private final PushService service;
  private final ConnectionSettings settings;
  private final SslContext tls;
  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicLong connectionCount = new AtomicLong();
  private final ServerBootstrap bootstrap;
  private final InetSocketAddress address;
  private Channel listening;

  /** Listens on the address at once; the constructor fails if the port is taken. */
  ApnsServer(
      InetSocketAddress wanted,
      TlsIdentity identity,
      int threads,
      PushService service,
      ConnectionSettings settings)
      throws IOException {
    this.service = service;
    this.settings = settings;
    tls = tlsContext(identity);
    loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("apns", true));
    bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ConnectionInitializer());
    try {
      listening = listenOn(wanted);
    } catch (IOException e) {
      stopLoops();
      throw e;
    }
    address = (InetSocketAddress) listening.localAddress();
  }

  private Channel listenOn(InetSocketAddress wanted) throws IOException {
    ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot listen on " + wanted, bound.cause());
    }
    return bound.channel();
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
    return address.getPort();
  }

  /** Whether new connections are welcome. */
  synchronized boolean isListening() {
    return listening.isOpen();
  }

  /** Lets the system refuse new connections; open ones go on. */
  synchronized void stopListening() {
    listening.close().awaitUninterruptibly();
  }

  /**
   * Listens again on the port it had.
   *
   * @throws IOException if somebody else has taken it meanwhile
   */
  synchronized void listenAgain() throws IOException {
    if (!listening.isOpen()) {
      listening = listenOn(address);
    }
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
    stopListening();
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
              new ApnsConnection.Builder(service, connectionCount.incrementAndGet(), settings)
                  .build());
    }
  }
}
