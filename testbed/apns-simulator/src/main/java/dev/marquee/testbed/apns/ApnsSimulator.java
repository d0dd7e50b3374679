package dev.marquee.testbed.apns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running APNs for one environment, on a real socket: HTTP/2 over TLS, with ALPN or without, as
 * Apple's documentation and reports from the field describe it. It listens on the loopback
 * interface until it is closed. Safe for use by any thread.
 */
public final class ApnsSimulator implements AutoCloseable {
  private final TlsIdentity tlsIdentity;
  private final TokenDirectory tokens;
  private final ApnsEnvironment environment;
  private final InstantSource clock;
  private final FaultControl faults = new FaultControl();
  private final PushLog log;
  private final ApnsServer server;

  private ApnsSimulator(Builder builder) {
    tlsIdentity = builder.tlsIdentity == null ? TlsIdentity.forLocalhost() : builder.tlsIdentity;
    tokens = builder.tokens;
    environment = builder.environment;
    clock = builder.clock;
    log = new PushLog(builder.logCapacity, builder.logByteLimit);
    PushService service =
        new PushService(clock, environment, new ProviderTokens(builder.keys), tokens, faults, log);
    ConnectionSettings connections =
        new ConnectionSettings(builder.strictStreamLimit, builder.linger);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port);
    try {
      server = new ApnsServer(address, tlsIdentity, builder.threads, service, connections);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The APNs simulator found no place on port " + builder.port, e);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public ApnsEnvironment environment() {
    return environment;
  }

  /** Business time, by which it judges requests. */
  public InstantSource clock() {
    return clock;
  }

  /** The port it listens on, on {@code localhost}. */
  public int port() {
    return server.port();
  }

  /** What clients have to trust. */
  public TlsIdentity tlsIdentity() {
    return tlsIdentity;
  }

  /** The tokens it knows; whoever plays phones issues them here. */
  public TokenDirectory tokens() {
    return tokens;
  }

  public PushLog log() {
    return log;
  }

  public FaultControl faults() {
    return faults;
  }

  public int openConnections() {
    return server.openConnections();
  }

  /**
   * Takes every open connection down gracefully, as a server does before maintenance. New
   * connections are welcome.
   */
  public void goAwayAll(String reason) {
    server.forEachConnection((connection, ctx) -> connection.goAway(ctx, reason));
  }

  /** Cuts every open connection without a word. New connections are welcome. */
  public void cutAll() {
    server.forEachConnection((_, ctx) -> ApnsConnection.cut(ctx));
  }

  /** Stops reading from every open connection: what clients write stays on the way. */
  public void stallAll() {
    server.forEachConnection((_, ctx) -> ctx.channel().config().setAutoRead(false));
  }

  /** Reads on where {@link #stallAll} had stopped. */
  public void resumeAll() {
    server.forEachConnection((_, ctx) -> ctx.channel().config().setAutoRead(true));
  }

  /**
   * Refuses new connections, as a host does on which nobody listens. Open connections go on; {@link
   * #cutAll} ends them.
   */
  public void refuseConnections() {
    server.stopListening();
  }

  /**
   * Takes new connections again, on the same port. Fails with {@link UncheckedIOException} if
   * somebody else has taken it meanwhile.
   */
  public void acceptConnections() {
    try {
      server.listenAgain();
    } catch (IOException e) {
      throw new UncheckedIOException("The APNs simulator's port is taken", e);
    }
  }

  /** Whether new connections are accepted. */
  public boolean acceptsConnections() {
    return server.isListening();
  }

  /** Cuts every connection and stops listening. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * How a simulator is to be. The defaults: a free port, production, no keys, the system's clock,
   * one event loop.
   */
  public static final class Builder {
    private int port;
    private ApnsEnvironment environment = ApnsEnvironment.PRODUCTION;
    private InstantSource clock = InstantSource.system();
    private final List<ProviderKey> keys = new ArrayList<>();
    private TokenDirectory tokens = new TokenDirectory();
    private @Nullable TlsIdentity tlsIdentity;
    private boolean strictStreamLimit;
    private Duration linger = Duration.ofSeconds(5);
    private int logCapacity = 100_000;
    private long logByteLimit = 256L << 20;
    private int threads = 1;

    private Builder() {}

    /** The port to listen on; 0 takes a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder environment(ApnsEnvironment environment) {
      this.environment = environment;
      return this;
    }

    /** Business time: by it provider tokens age and dead tokens are told. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Adds a key whose provider tokens are good. */
    public Builder key(ProviderKey key) {
      keys.add(key);
      return this;
    }

    /** Shares a directory with another simulator, such as the other environment's. */
    public Builder tokens(TokenDirectory tokens) {
      this.tokens = tokens;
      return this;
    }

    /** Keeps an identity over restarts. By default each simulator makes its own. */
    public Builder tlsIdentity(TlsIdentity tlsIdentity) {
      this.tlsIdentity = tlsIdentity;
      return this;
    }

    /**
     * Lets each rejection take its connection back to one stream until a push is accepted again.
     */
    public Builder strictStreamLimit() {
      this.strictStreamLimit = true;
      return this;
    }

    /** How long a connection that goes away waits for its client to close it. */
    public Builder linger(Duration linger) {
      this.linger = linger;
      return this;
    }

    /** How many requests the log keeps at most. */
    public Builder logCapacity(int logCapacity) {
      this.logCapacity = logCapacity;
      return this;
    }

    /** How much memory the log may take, roughly, in bytes; it keeps fewer requests then. */
    public Builder logByteLimit(long logByteLimit) {
      this.logByteLimit = logByteLimit;
      return this;
    }

    /** How many event loops share the connections. */
    public Builder threads(int threads) {
      this.threads = threads;
      return this;
    }

    /** Starts to listen. Fails with {@link UncheckedIOException} if the port is taken. */
    public ApnsSimulator start() {
      return new ApnsSimulator(this);
    }
  }
}
