package dev.marquee.dispatcher.apns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
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
final class ApnsConnection implements ApnsWire.Listener {

  private static final Logger LOG = Logger.getLogger(ApnsConnection.class);

  /** Apple asks for a ping after an hour of silence; networks on the way forget sooner. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(15);

  /** A connection over which APNs has just accepted a push has no fault of its own. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration PONG_LIMIT = Duration.ofSeconds(5);

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

  private final ApnsWire wire;
  private final EventLoop loop;
  private final HostAndPort authority;
  private final RequestHeaders headers;
  private final Owner owner;
  private final Queue<ApnsStream> oldestFirst = new ArrayDeque<>();
  private final List<ApnsStream> expired = new ArrayList<>();
  private final ScheduledFuture<?> silenceTimer;
  private @Nullable ScheduledFuture<?> pongTimer;
  private long lastHeardNanos = System.nanoTime();
  private boolean accepted;
  private long lastAcceptedNanos;
  private int open;
  private boolean answered;
  private boolean written;
  private boolean retired;
  private boolean closing;

  ApnsConnection(ApnsWire wire, EventLoop loop, HostAndPort authority, Owner owner) {
    this.wire = wire;
    this.loop = loop;
    this.authority = authority;
    this.headers = new RequestHeaders(authority);
    this.owner = owner;
    long silence = SILENCE_LIMIT.toMillis();
    this.silenceTimer =
        loop.scheduleAtFixedRate(this::pingAfterSilence, silence, silence, TimeUnit.MILLISECONDS);
    wire.listen(this);
    if (!wire.active()) {
      // Lost before there was anybody to hear of it.
      loop.execute(this::closed);
    }
  }

  /** How many more pushes may be sent now. */
  int room() {
    if (retired || suspect()) {
      return 0;
    }
    int limit = answered ? wire.streamLimit() : 1;
    return Math.max(0, limit - Math.max(open, wire.streams()));
  }

  /** How many pushes wait for their answers. */
  int load() {
    return open;
  }

  /** Whether APNs has accepted nothing over it of late, so that its faults may be its own. */
  boolean quiet() {
    return !accepted || System.nanoTime() - lastAcceptedNanos >= QUIET.toNanos();
  }

  /** Whether it takes no more pushes. */
  boolean retired() {
    return retired;
  }

  /**
   * Sends a push, for which there must be {@link #room}. It leaves with the next {@link #flush}.
   *
   * @param result is given the one result, later
   */
  void send(ApnsPush push, ProviderToken token, long deadlineNanos, Consumer<StreamResult> result) {
    open++;
    written = true;
    var stream = new ApnsStream(wire, loop, System.nanoTime(), deadlineNanos, r -> end(r, result));
    oldestFirst.add(stream);
    stream.write(headers.of(push, token), push.body());
    if (!wire.hasStreamIds()) {
      retire("its stream ids are used up", false);
    }
  }

  /** Lets the pushes leave that were sent. */
  void flush() {
    if (written) {
      written = false;
      wire.flush();
    }
  }

  private void end(StreamResult streamResult, Consumer<StreamResult> result) {
    open--;
    forgetEnded();
    if (streamResult instanceof StreamResult.Answered(ApnsAnswer answer)) {
      answered = true;
      lastHeardNanos = System.nanoTime();
      if (answer.reason() == null) {
        accepted = true;
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
    if (!suspect() && !closing) {
      wire.ping();
      pongTimer =
          loop.schedule(this::pongFailedToCome, PONG_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean suspect() {
    return pongTimer != null;
  }

  private void pongFailedToCome() {
    retire("it does not answer a ping", true);
    close();
  }

  @Override
  public void pong() {
    stopWaitingForPong();
    // An answer that was only late has come before the pong.
    expired.forEach(ApnsStream::cancel);
    expired.clear();
    lastHeardNanos = System.nanoTime();
    owner.roomChanged();
  }

  private void stopWaitingForPong() {
    if (pongTimer != null) {
      pongTimer.cancel(false);
      pongTimer = null;
    }
  }

  @Override
  public void settingsChanged() {
    owner.roomChanged();
  }

  @Override
  public void goingAway(long errorCode, ByteBuf debugData) {
    String reason = ApnsAnswer.reasonIn(Buffer.buffer(ByteBufUtil.getBytes(debugData)));
    retire(
        "GOAWAY with code %d%s".formatted(errorCode, reason == null ? "" : ", " + reason),
        errorCode != Http2Error.NO_ERROR.code() || !answered);
  }

  /**
   * Takes no more pushes, and closes when the last one that is on its way has its result.
   *
   * @param faulty whether something went wrong, so that the next connection should not be hurried
   */
  void retire(String cause, boolean faulty) {
    if (!retired) {
      retired = true;
      flush();
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

  private void close() {
    if (!closing) {
      closing = true;
      wire.close();
    }
  }

  @Override
  public void closed() {
    closing = true;
    silenceTimer.cancel(false);
    stopWaitingForPong();
    retire("closed by the peer", true);
    owner.closed(this);
  }
}
