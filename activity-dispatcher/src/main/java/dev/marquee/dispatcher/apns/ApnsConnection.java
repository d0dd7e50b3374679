package dev.marquee.dispatcher.apns;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open HTTP/2 connection and its health. Takes as many pushes at a time as the server's
 * SETTINGS allow, and one until the first answer. Confined to one event loop.
 */
final class ApnsConnection {

  private static final Logger LOG = Logger.getLogger(ApnsConnection.class);

  /** Apple asks for a ping after an hour of silence; networks on the way forget sooner. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(15);

  /** A connection over which APNs has just accepted a push has no fault of its own. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration PONG_LIMIT = Duration.ofSeconds(5);
  private static final Buffer PING = Buffer.buffer("marquee!");

  /** Hears of what happens to a connection, on its event loop. */
  interface Owner {

    /** There may be more room than before. */
    void roomChanged();

    /**
     * The connection takes no more pushes; those on it may still be answered.
     *
     * @param faulty whether something went wrong, so that the next connection should not be hurried
     */
    void retired(ApnsConnection connection, boolean faulty);

    /** The connection is gone. */
    void closed(ApnsConnection connection);
  }

  private final HttpClientConnection connection;
  private final Http2Connection streams;
  private final ContextInternal context;
  private final HostAndPort authority;
  private final Owner owner;
  private final Queue<ApnsStream> oldestFirst = new ArrayDeque<>();
  private final List<ApnsStream> expired = new ArrayList<>();
  private final long silenceTimer;
  private long lastHeardNanos = System.nanoTime();
  private @Nullable Long lastAcceptedNanos;
  private int open;
  private boolean answered;
  private boolean suspect;
  private boolean retired;
  private boolean closing;

  ApnsConnection(
      HttpClientConnection connection,
      ContextInternal context,
      HostAndPort authority,
      Owner owner) {
    this.connection = connection;
    this.streams = ApnsConnector.streamsOf(connection);
    this.context = context;
    this.authority = authority;
    this.owner = owner;
    this.silenceTimer =
        context.owner().setPeriodic(SILENCE_LIMIT.toMillis(), _ -> pingAfterSilence());
    connection.remoteSettingsHandler(_ -> owner.roomChanged());
    connection.goAwayHandler(this::goAway);
    connection.closeHandler(_ -> closed());
    // Each stream hears of it as well.
    connection.exceptionHandler(_ -> {});
    // There is no pool that would evict the connection; without a handler Vert.x logs a warning.
    connection.evictionHandler(_ -> {});
    if (!connection.channel().isActive()) {
      // Lost before there was a handler to hear of it.
      context.runOnContext(_ -> closed());
    }
  }

  /** How many more pushes may be sent now. */
  int room() {
    if (retired || suspect) {
      return 0;
    }
    int limit = answered ? streams.local().maxActiveStreams() : 1;
    return Math.max(0, limit - Math.max(open, streams.local().numActiveStreams()));
  }

  /** How many pushes wait for their answers. */
  int load() {
    return open;
  }

  /** Whether APNs has accepted nothing over it of late, so that its faults may be its own. */
  boolean quiet() {
    return lastAcceptedNanos == null || System.nanoTime() - lastAcceptedNanos >= QUIET.toNanos();
  }

  /** Whether it takes no more pushes. */
  boolean retired() {
    return retired;
  }

  /** Sends a push, for which there must be {@link #room}. */
  void send(ApnsPush push, ProviderToken token, long deadlineNanos, Consumer<StreamResult> result) {
    open++;
    connection
        .createRequest(context)
        .onComplete(
            request -> {
              var stream =
                  new ApnsStream(
                      context,
                      connection,
                      request,
                      System.nanoTime(),
                      deadlineNanos,
                      r -> end(r, result));
              oldestFirst.add(stream);
              stream.write(push, token, authority);
            },
            failure ->
                end(new StreamResult.NotProcessed("no stream: " + failure.getClass()), result));
  }

  private void end(StreamResult streamResult, Consumer<StreamResult> result) {
    open--;
    forgetEnded();
    if (streamResult instanceof StreamResult.Answered(ApnsAnswer answer)) {
      answered = true;
      lastHeardNanos = System.nanoTime();
      if (answer.reason() == null) {
        lastAcceptedNanos = lastHeardNanos;
      }
    }
    result.accept(streamResult);
    closeIfDrained();
    owner.roomChanged();
  }

  private void forgetEnded() {
    for (ApnsStream stream = oldestFirst.peek();
        stream != null && stream.done();
        stream = oldestFirst.peek()) {
      oldestFirst.remove();
    }
  }

  /**
   * Gives up on requests that cannot leave in time, and on those that have waited too long for
   * their answers; then the peer must show that it is alive.
   */
  void expire(Duration requestTimeout, Duration untilNextCall) {
    long now = System.nanoTime();
    oldestFirst.forEach(stream -> stream.resetIfStalled(now, untilNextCall));
    for (ApnsStream stream = oldestFirst.peek();
        stream != null && (stream.done() || stream.overdue(now, requestTimeout));
        stream = oldestFirst.peek()) {
      oldestFirst.remove();
      if (!stream.done()) {
        expired.add(stream);
        stream.expire(requestTimeout);
      }
    }
    if (!expired.isEmpty()) {
      ping();
    }
  }

  private void pingAfterSilence() {
    if (open == 0 && System.nanoTime() - lastHeardNanos >= SILENCE_LIMIT.toNanos()) {
      ping();
    }
  }

  /** Until the pong has come, nothing more is sent; if it does not come, the connection is dead. */
  private void ping() {
    if (suspect || closing) {
      return;
    }
    suspect = true;
    long timer =
        context
            .owner()
            .setTimer(
                PONG_LIMIT.toMillis(),
                _ -> {
                  retire("it does not answer a ping", true);
                  close();
                });
    connection
        .ping(PING)
        .onSuccess(_ -> {
          context.owner().cancelTimer(timer);
          suspect = false;
          // An answer that was only late has come before the pong.
          expired.forEach(ApnsStream::cancel);
          expired.clear();
          lastHeardNanos = System.nanoTime();
          owner.roomChanged();
        });
  }

  private void goAway(GoAway goAway) {
    // HttpClosedException.goAway() must never be called: what it copies has been released by then.
    String reason = ApnsAnswer.reasonIn(goAway.getDebugData());
    retire(
        "GOAWAY with code %d%s"
            .formatted(goAway.getErrorCode(), reason == null ? "" : ", " + reason),
        goAway.getErrorCode() != Http2Error.NO_ERROR.code() || !answered);
  }

  /**
   * Takes no more pushes, and closes when the last one that is on its way has its result.
   *
   * @param faulty whether something went wrong, so that the next connection should not be hurried
   */
  void retire(String cause, boolean faulty) {
    if (!retired) {
      retired = true;
      LOG.infof("connection to %s is given up: %s", authority, cause);
      owner.retired(this, faulty);
      closeIfDrained();
    }
  }

  private void closeIfDrained() {
    if (retired && open == 0) {
      close();
    }
  }

  // Not connection.close(): it waits for a flush, which never ends on a stalled connection.
  private void close() {
    if (!closing) {
      closing = true;
      connection.shutdown(0, TimeUnit.MILLISECONDS);
    }
  }

  private void closed() {
    closing = true;
    context.owner().cancelTimer(silenceTimer);
    retire("closed by the peer", true);
    owner.closed(this);
    // Each stream has heard of it already, or will never.
    context.runOnContext(_ -> List.copyOf(oldestFirst).forEach(ApnsStream::abandon));
  }
}
