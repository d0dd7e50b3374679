package dev.marquee.dispatcher.apns;

import dev.marquee.dispatcher.apns.ApnsOutcome.Indeterminate;
import io.netty.channel.EventLoop;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one key to one environment, and the pushes that wait for a place on them.
 * Apple ties a connection to the key that was first used on it, so no two keys share a pool.
 *
 * <p>{@link #send} may be called by any thread; all else is confined to the pool's event loop,
 * which is also that of its connections.
 */
final class ConnectionPool {

  /** An open connection with fewer pushes on it is preferred to opening another one. */
  private static final int SPREAD_LOAD = 32;

  /** How often a push is sent again that was surely not processed. */
  private static final int RESEND_LIMIT = 20;

  /** How many pushes are written before answers are read. */
  private static final int BURST = 128;

  /** How long 500 answers are taken for a fault of APNs after a new connection did not help. */
  private static final Duration FRESH_TRY_INTERVAL = Duration.ofMinutes(1);

  /** Why nothing is sent any more. */
  static final String CLOSING = "the client is closing";

  private static final Duration TICK = Duration.ofMillis(25);

  /**
   * @param connections how many to keep
   * @param queueLimit how many pushes may wait
   * @param requestTimeout how long an answer may take
   */
  record Limits(int connections, int queueLimit, Duration requestTimeout) {}

  private final EventLoop loop;
  private final ProviderTokenSource tokens;
  private final Limits limits;
  private final List<ConnectionSlot> slots;
  private final PushQueue queue;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private long nextFreshTryNanos = System.nanoTime();
  private int onTheWay;
  private boolean dispatchScheduled;
  private boolean pausing;
  private boolean ticking;
  private boolean closing;

  ConnectionPool(
      ApnsConnector connector,
      HostAndPort host,
      ProviderTokenSource tokens,
      Limits limits,
      Backoff backoff) {
    this.loop = connector.nextLoop();
    this.queue = new PushQueue(loop, limits.queueLimit(), this::dispatch);
    this.tokens = tokens;
    this.limits = limits;
    this.slots =
        Stream.generate(
                () -> new ConnectionSlot(connector, loop, host, backoff, this::dispatchSoon))
            .limit(limits.connections())
            .toList();
  }

  CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
    var pending = new PendingPush(push, deadlineNanos);
    queue.add(pending);
    return pending.outcome;
  }

  /**
   * Later, but on this event loop: a stream that has just given its answer counts as open until
   * Netty is through with the frame, and opening the next one too early would break the server's
   * limit.
   */
  private void dispatchSoon() {
    if (!dispatchScheduled) {
      dispatchScheduled = true;
      loop.execute(this::dispatchScheduled);
    }
  }

  private void dispatchScheduled() {
    dispatchScheduled = false;
    dispatch();
  }

  private void dispatch() {
    for (int sent = 0; !queue.isEmpty(); ) {
      if (closing) {
        queue.remove().giveUp(CLOSING);
      } else if (queue.first().deadlinePassed(System.nanoTime())) {
        giveUpAtDeadline(queue.remove());
      } else if (sent == BURST) {
        pauseForAnswers();
        break;
      } else {
        ConnectionSlot slot = leastLoaded();
        if (slot == null || slot.load() >= SPREAD_LOAD) {
          connectOneMore();
        }
        if (slot == null) {
          break;
        }
        send(queue.remove(), slot);
        sent++;
      }
    }
    slots.forEach(ConnectionSlot::flush);
    keepTicking();
    if (closing && onTheWay == 0) {
      drained.complete(null);
    }
  }

  /** A timer, for Netty reads from sockets before it comes to timers, but not before tasks. */
  private void pauseForAnswers() {
    if (!pausing) {
      pausing = true;
      var _ = loop.schedule(this::pauseIsOver, 1, TimeUnit.MILLISECONDS);
    }
  }

  private void pauseIsOver() {
    pausing = false;
    dispatch();
  }

  private @Nullable ConnectionSlot leastLoaded() {
    ConnectionSlot best = null;
    for (ConnectionSlot slot : slots) {
      if (slot.hasRoom() && (best == null || slot.load() < best.load())) {
        best = slot;
      }
    }
    return best;
  }

  private void connectOneMore() {
    for (ConnectionSlot slot : slots) {
      if (slot.mayConnect()) {
        slot.connect();
        return;
      }
    }
  }

  private void send(PendingPush pending, ConnectionSlot slot) {
    ProviderToken token = tokens.current();
    onTheWay++;
    slot.send(
        pending.push,
        token,
        pending.deadlineNanos,
        (connection, result) -> {
          onTheWay--;
          settle(pending, token, connection, result);
        });
  }

  private void settle(
      PendingPush pending, ProviderToken token, ApnsConnection connection, StreamResult result) {
    switch (result) {
      case StreamResult.Answered(ApnsAnswer answer) -> {
        if (worthAnotherTry(answer, token, connection) && !pending.sentAgainAfterAnswer) {
          pending.sentAgainAfterAnswer = true;
          requeue(pending);
        } else {
          pending.outcome.complete(answer.outcome());
        }
      }
      case StreamResult.NotProcessed(String cause) -> {
        if (pending.resends < RESEND_LIMIT) {
          pending.resends++;
          pending.lastCause = cause;
          requeue(pending);
        } else {
          pending.giveUp("%s, sent again %d times".formatted(cause, RESEND_LIMIT));
        }
      }
      case StreamResult.Unanswered(String cause) ->
          pending.outcome.complete(new Indeterminate(cause));
    }
  }

  /** Mends what an answer says is wrong with the connection or the provider token. */
  private boolean worthAnotherTry(
      ApnsAnswer answer, ProviderToken token, ApnsConnection connection) {
    return switch (answer.resend()) {
      case NEVER -> false;
      case ON_ANOTHER_CONNECTION -> {
        connection.retire("APNs answered " + answer.reasonText(), true);
        yield true;
      }
      case WITH_A_NEW_PROVIDER_TOKEN -> {
        boolean replaced = tokens.replaceExpired(token);
        if (replaced) {
          // One connection bears no change of the token within 20 minutes.
          connection.retire("APNs answered " + answer.reasonText(), true);
        }
        yield replaced;
      }
      case IF_THE_CONNECTION_WAS_QUIET -> leftWhileQuiet(answer, connection);
      case WITH_THE_PROVIDER_TOKEN_BEFORE -> tokens.returnToPrevious(token);
    };
  }

  /** A quiet connection is left, but not one after the other: APNs itself may be at fault. */
  private boolean leftWhileQuiet(ApnsAnswer answer, ApnsConnection connection) {
    long now = System.nanoTime();
    if (!connection.retired() && connection.quiet() && now - nextFreshTryNanos >= 0) {
      nextFreshTryNanos = now + FRESH_TRY_INTERVAL.toNanos();
      connection.retire("APNs answered " + answer.reasonText(), true);
    }
    return connection.retired();
  }

  private void requeue(PendingPush pending) {
    queue.addFirst(pending);
    dispatchSoon();
  }

  private void giveUpAtDeadline(PendingPush pending) {
    String why = pending.lastCause == null ? lastConnectFailure() : pending.lastCause;
    pending.giveUp(
        "no place on a connection before the deadline" + (why == null ? "" : ", last: " + why));
  }

  private @Nullable String lastConnectFailure() {
    for (ConnectionSlot slot : slots) {
      if (slot.lastFailure() != null) {
        return slot.lastFailure();
      }
    }
    return null;
  }

  /** While there is anything to wait for, looks after deadlines, time-outs and reconnection. */
  private void keepTicking() {
    if (!ticking && (onTheWay > 0 || !queue.isEmpty())) {
      ticking = true;
      var _ = loop.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking = false;
    long now = System.nanoTime();
    slots.forEach(slot -> slot.expire(limits.requestTimeout(), TICK));
    queue.removeLate(now, this::giveUpAtDeadline);
    dispatch();
  }

  /**
   * Gives up the connections that there are when their last answers have come, and sends what
   * follows over new ones. Any thread.
   */
  void renewConnections() {
    loop.execute(() -> slots.forEach(slot -> slot.renew("the key was replaced")));
  }

  /**
   * Sends nothing more. Completes when every push has its outcome; those on their way may take the
   * request time-out for it.
   */
  CompletableFuture<Void> close() {
    loop.execute(() -> {
      closing = true;
      slots.forEach(ConnectionSlot::close);
      dispatch();
    });
    return drained;
  }
}
