package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One place of a pool: holds at most one connection that takes pushes, beside those that only wait
 * for their last answers, and knows when the next may be opened. Confined to the pool's event loop.
 */
final class ConnectionSlot implements ApnsConnection.Owner {

  private static final Logger LOG = Logger.getLogger(ConnectionSlot.class);

  private final ApnsConnector connector;
  private final EventLoop loop;
  private final HostAndPort host;
  private final Backoff backoff;
  private final Runnable roomChanged;
  private final Set<ApnsConnection> connections = new HashSet<>();
  private @Nullable ApnsConnection current;
  private @Nullable String lastFailure;
  private boolean connecting;
  private boolean closed;
  private int failures;
  private long notBeforeNanos = System.nanoTime();

  ConnectionSlot(
      ApnsConnector connector,
      EventLoop loop,
      HostAndPort host,
      Backoff backoff,
      Runnable roomChanged) {
    this.connector = connector;
    this.loop = loop;
    this.host = host;
    this.backoff = backoff;
    this.roomChanged = roomChanged;
  }

  boolean hasRoom() {
    return current != null && current.room() > 0;
  }

  /** How many pushes wait for their answers on the connection that takes more. */
  int load() {
    return current == null ? 0 : current.load();
  }

  /**
   * Sends a push over the connection, which must have room.
   *
   * @param then is given the one result, and the connection that it came over
   */
  void send(
      ApnsPush push,
      ProviderToken token,
      long deadlineNanos,
      BiConsumer<ApnsConnection, StreamResult> then) {
    ApnsConnection connection = requireNonNull(current, "no connection");
    connection.send(
        push,
        token,
        deadlineNanos,
        result -> {
          if (result instanceof StreamResult.Answered(ApnsAnswer answer)
              && answer.resend() == ApnsAnswer.Resend.NEVER) {
            // What failed before has passed.
            failures = 0;
          }
          then.accept(connection, result);
        });
  }

  /** Lets the pushes leave that were sent. */
  void flush() {
    if (current != null) {
      current.flush();
    }
  }

  boolean mayConnect() {
    return current == null && !connecting && !closed && System.nanoTime() - notBeforeNanos >= 0;
  }

  /** Opens a connection; {@link #mayConnect} must have said so. */
  void connect() {
    connecting = true;
    connector
        .connect(loop, host)
        .addListener((Future<ApnsWire> opened) -> {
          if (opened.isSuccess()) {
            connected(opened.getNow());
          } else {
            connectFailed(opened.cause());
          }
        });
  }

  private void connected(ApnsWire wire) {
    connecting = false;
    lastFailure = null;
    LOG.infof("connected to %s at %s", host, wire.address());
    current = new ApnsConnection(wire, loop, host, this);
    connections.add(current);
    if (closed) {
      close();
    }
    roomChanged.run();
  }

  private void connectFailed(Throwable failure) {
    connecting = false;
    lastFailure = failure.toString();
    waitAfter(failures + 1);
    LOG.warnf(
        "cannot connect to %s, failure %d in a row, waiting %d ms: %s",
        host,
        failures,
        TimeUnit.NANOSECONDS.toMillis(notBeforeNanos - System.nanoTime()),
        lastFailure);
    roomChanged.run();
  }

  @Override
  public void roomChanged() {
    roomChanged.run();
  }

  @Override
  public void retired(ApnsConnection connection, boolean faulty) {
    if (connection == current) {
      current = null;
      waitAfter(faulty ? failures + 1 : failures);
    }
    roomChanged.run();
  }

  @Override
  public void closed(ApnsConnection connection) {
    connections.remove(connection);
  }

  private void waitAfter(int failuresInARow) {
    failures = failuresInARow;
    notBeforeNanos = System.nanoTime() + backoff.nanosAfter(failures);
  }

  /** Why the last attempt to connect failed, or null if it did not. */
  @Nullable String lastFailure() {
    return lastFailure;
  }

  void expire(Duration requestTimeout, Duration untilNextCall) {
    // A copy, for what expires may close its connection.
    List.copyOf(connections)
        .forEach(connection -> connection.expire(requestTimeout, untilNextCall));
  }

  /**
   * Gives up what there is when its last answer has come; another connection may follow at once.
   */
  void renew(String cause) {
    if (current != null) {
      current.retire(cause, false);
    }
  }

  /** Opens no more connections, and gives up what there is when its last answer has come. */
  void close() {
    closed = true;
    if (current != null) {
      current.retire("the client is closing", false);
    }
  }
}
