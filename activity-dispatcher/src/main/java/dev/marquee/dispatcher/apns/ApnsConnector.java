package dev.marquee.dispatcher.apns;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens HTTP/2 connections over TLS, each on the event loop that it is asked for. The event loops
 * are its own.
 *
 * <p>Looks the host up for each new connection, beside the event loops: a name service that is slow
 * holds up no answer of APNs.
 */
final class ApnsConnector {

  private static final Duration TCP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TLS_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SETTINGS_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final SslContext tls;
  private final HostLookup lookup;
  private final int firstStreamId;

  /** As many as there are processors: who waits for a database or a broker uses others. */
  private final EventLoopGroup loops;

  /**
   * @param vertx whose worker threads look hosts up
   * @param trustedCertificate a PEM file to trust instead of what the Java platform trusts
   * @param firstStreamId where each connection begins to count
   * @throws IllegalArgumentException naming the property that is at fault
   */
  ApnsConnector(
      Vertx vertx, @Nullable Path trustedCertificate, HostLookup lookup, int firstStreamId) {
    this.vertx = vertx;
    this.lookup = lookup;
    this.firstStreamId = firstStreamId;
    this.tls = tls(trustedCertificate);
    this.loops =
        new NioEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("apns", true));
  }

  private static SslContext tls(@Nullable Path trustedCertificate) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              // The certificate is checked against the name, not only against who signed it.
              .endpointIdentificationAlgorithm("HTTPS")
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2));
      if (trustedCertificate != null) {
        trust(builder, trustedCertificate);
      }
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS for HTTP/2", e);
    }
  }

  private static void trust(SslContextBuilder builder, Path certificate) {
    try {
      builder.trustManager(certificate.toFile());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "marquee.apns.trusted-certificate: no certificate in " + certificate, e);
    }
  }

  /** An event loop, the next one in turn. */
  EventLoop nextLoop() {
    return loops.next();
  }

  /**
   * Opens a connection on an event loop. Completes there when the server's SETTINGS have come:
   * nothing may be sent before.
   */
  Future<ApnsWire> connect(EventLoop loop, HostAndPort host) {
    Promise<ApnsWire> opened = loop.newPromise();
    var timer =
        loop.schedule(
            () -> opened.tryFailure(new IOException("no SETTINGS within " + SETTINGS_TIMEOUT)),
            SETTINGS_TIMEOUT.toMillis(),
            TimeUnit.MILLISECONDS);
    opened.addListener(_ -> timer.cancel(false));
    var _ =
        vertx
            .executeBlocking(() -> lookup.addressOf(host.host()), false)
            .onSuccess(address -> open(loop, host, address, opened))
            .onFailure(opened::tryFailure);
    return opened;
  }

  private void open(
      EventLoop loop, HostAndPort host, InetAddress address, Promise<ApnsWire> opened) {
    if (loop.isShuttingDown()) {
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TCP_TIMEOUT.toMillis())
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                equip(channel, host, opened);
              }
            })
        .connect(new InetSocketAddress(address, host.port()))
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            opened.tryFailure(connected.cause());
          }
        });
  }

  private void equip(SocketChannel channel, HostAndPort host, Promise<ApnsWire> opened) {
    SslHandler handshake = tls.newHandler(channel.alloc(), host.host(), host.port());
    handshake.setHandshakeTimeoutMillis(TLS_TIMEOUT.toMillis());
    handshake
        .handshakeFuture()
        .addListener(agreed -> {
          if (!agreed.isSuccess()) {
            opened.tryFailure(agreed.cause());
          } else if (!ApplicationProtocolNames.HTTP_2.equals(handshake.applicationProtocol())) {
            opened.tryFailure(new IOException("the server does not speak HTTP/2"));
          }
        });
    channel
        .pipeline()
        .addLast(
            handshake, new WriteGathering(), new ApnsWireBuilder(opened, firstStreamId).build());
    channel
        .closeFuture()
        .addListener(_ -> opened.tryFailure(new IOException("closed before its SETTINGS")));
    opened.addListener(outcome -> {
      if (!outcome.isSuccess()) {
        var _ = channel.close();
      }
    });
  }

  /** Closes what is still open, and ends the event loops. */
  void close() {
    var _ = loops.shutdownGracefully(0, CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS);
  }
}
