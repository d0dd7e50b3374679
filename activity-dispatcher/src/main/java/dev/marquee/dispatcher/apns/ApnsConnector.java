package dev.marquee.dispatcher.apns;

import static io.vertx.core.net.SocketAddress.inetSocketAddress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpClientInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens HTTP/2 connections, each on the event loop that asks for it. The one class that depends on
 * Vert.x beyond its public face: in the 4.5 line only {@link HttpClientInternal} opens a connection
 * without a pool around it (ADR 10 says why there is none).
 *
 * <p>Looks the host up for each new connection, beside the event loops: a name service that is slow
 * holds up no answer of APNs.
 */
final class ApnsConnector {

  private static final Duration TCP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TLS_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SETTINGS_TIMEOUT = Duration.ofSeconds(15);

  /** A turn of the event loop may take so many requests before the first bytes must leave. */
  private static final int FLUSHES_TOGETHER = 256;

  private final VertxInternal vertx;
  private final HttpClientInternal client;
  private final HostLookup lookup;

  ApnsConnector(Vertx vertx, @Nullable Path trustedCertificate, HostLookup lookup) {
    this.vertx = (VertxInternal) vertx;
    this.lookup = lookup;
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2))
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setConnectTimeout((int) TCP_TIMEOUT.toMillis())
            .setSslHandshakeTimeout(TLS_TIMEOUT.toSeconds())
            // A span names the path, and with it the device token.
            .setTracingPolicy(TracingPolicy.IGNORE);
    if (trustedCertificate != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(trustedCertificate.toString()));
    }
    this.client = (HttpClientInternal) vertx.createHttpClient(options);
  }

  /** A context with an event loop, the next one in turn. */
  ContextInternal newContext() {
    return vertx.createEventLoopContext();
  }

  /**
   * Opens a connection, to be called on an event loop. Completes when the server's SETTINGS have
   * come: nothing may be sent before.
   */
  Future<HttpClientConnection> connect(HostAndPort host) {
    Promise<HttpClientConnection> opened = Promise.promise();
    long timer =
        vertx.setTimer(
            SETTINGS_TIMEOUT.toMillis(),
            _ -> opened.tryFail(new IOException("no SETTINGS within " + SETTINGS_TIMEOUT)));
    lookUp(host)
        .compose(server -> client.connect(server, inetSocketAddress(host.port(), host.host())))
        .onComplete(
            connection -> {
              vertx.cancelTimer(timer);
              if (!isHttp2(connection)) {
                connection.close();
                opened.tryFail(new IOException("the server does not speak HTTP/2"));
              } else {
                gatherWrites(connection);
                if (!opened.tryComplete(connection)) {
                  connection.close();
                }
              }
            },
            failure -> {
              vertx.cancelTimer(timer);
              opened.tryFail(failure);
            });
    return opened.future();
  }

  /**
   * Vert.x flushes each request by itself: a TLS record and a system call for every frame. Here
   * what one turn of the event loop writes leaves together.
   */
  private static void gatherWrites(HttpClientConnection connection) {
    ChannelHandlerContext http2 = connection.channelHandlerContext();
    http2
        .pipeline()
        .addBefore(http2.name(), null, new FlushConsolidationHandler(FLUSHES_TOGETHER, true));
  }

  /** Its certificate is still checked against the name. */
  private Future<SocketAddress> lookUp(HostAndPort host) {
    return vertx
        .executeBlocking(() -> lookup.addressOf(host.host()), false)
        .map(address -> inetSocketAddress(new InetSocketAddress(address, host.port())));
  }

  private static boolean isHttp2(HttpClientConnection connection) {
    return connection.channelHandlerContext().handler() instanceof Http2ConnectionHandler;
  }

  /**
   * The streams of a connection as Netty counts them. Vert.x' own view forgets the stream limit
   * with the next SETTINGS that do not repeat it, and the last stream id of all but the first
   * GOAWAY.
   */
  static Http2Connection streamsOf(HttpClientConnection connection) {
    return ((Http2ConnectionHandler) connection.channelHandlerContext().handler()).connection();
  }

  /**
   * Forgets how many streams the peer has reset. Netty closes a connection on which a peer resets
   * more than 200 streams in half a minute; the guard is meant for servers, but Vert.x sets it on
   * clients too and offers no way to lift it. A new listener begins to count anew.
   */
  static void forgiveResets(HttpClientConnection connection) {
    Http2ConnectionDecoder decoder =
        ((Http2ConnectionHandler) connection.channelHandlerContext().handler()).decoder();
    decoder.frameListener(decoder.frameListener());
  }

  Future<Void> close() {
    return client.close();
  }
}
