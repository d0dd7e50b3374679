package dev.marquee.dispatcher.apns;

import dev.marquee.dispatcher.apns.ApnsOutcome.Indeterminate;
import dev.marquee.dispatcher.apns.ApnsOutcome.NotSent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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

  private static final Duration TICK = Duration.ofMillis(25);

  /**
   * @param connections how many to keep
   * @param queueLimit how many pushes may wait
   * @param requestTimeout how long an answer may take
   */
  record Limits(int connections, int queueLimit, Duration requestTimeout) {}

  private final ContextInternal context;
  private final ProviderTokenSource tokens;
  private final Limits limits;
  private final List<ConnectionSlot> slots;
  private final Deque<PendingPush> queue = new ArrayDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private long nextFreshTryNanos = System.nanoTime();
  private int onTheWay;
  private boolean dispatchScheduled;
  private boolean ticking;
  private boolean closing;

  ConnectionPool(
      ApnsConnector connector,
      HostAndPort host,
      ProviderTokenSource tokens,
      Limits limits,
      Backoff backoff) {
    this.context = connector.newContext();
    this.tokens = tokens;
    this.limits = limits;
    this.slots =
        Stream.generate(
                () -> new ConnectionSlot(connector, context, host, backoff, this::dispatchSoon))
            .limit(limits.connections())
            .toList();
  }

  CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
    if (waiting.incrementAndGet() > limits.queueLimit()) {
      waiting.decrementAndGet();
      return CompletableFuture.completedStage(
          new NotSent("%d pushes are waiting already".formatted(limits.queueLimit())));
    }
    var pending = new PendingPush(push, deadlineNanos);
    context.runOnContext(_ -> {
      queue.addLast(pending);
      dispatchSoon();
    });
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
      context.runOnContext(_ -> dispatchScheduled());
    }
  }

  private void dispatchScheduled() {
    dispatchScheduled = false;
    dispatch();
  }

  private void dispatch() {
    for (int sent = 0; !queue.isEmpty(); ) {
      if (closing) {
        giveUp(dequeue(), "the client is closing");
      } else if (queue.element().deadlinePassed(System.nanoTime())) {
        giveUpAtDeadline(dequeue());
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
        send(dequeue(), slot);
        sent++;
      }
    }
    keepTicking();
    if (closing && onTheWay == 0) {
      drained.tryComplete();
    }
  }

  /** A timer, for Netty reads from sockets before it comes to timers, but not before tasks. */
  private void pauseForAnswers() {
    if (!dispatchScheduled) {
      dispatchScheduled = true;
      context.owner().setTimer(1, _ -> dispatchScheduled());
    }
  }

  private PendingPush dequeue() {
    waiting.decrementAndGet();
    return queue.remove();
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
          giveUp(pending, "%s, sent again %d times".formatted(cause, RESEND_LIMIT));
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
    waiting.incrementAndGet();
    queue.addFirst(pending);
    dispatchSoon();
  }

  private static void giveUp(PendingPush pending, String cause) {
    pending.outcome.complete(new NotSent(cause));
  }

  private void giveUpAtDeadline(PendingPush pending) {
    String why = pending.lastCause == null ? lastConnectFailure() : pending.lastCause;
    giveUp(
        pending,
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
      context.owner().setTimer(TICK.toMillis(), _ -> tick());
    }
  }

  private void tick() {
    ticking = false;
    long now = System.nanoTime();
    slots.forEach(slot -> slot.expire(limits.requestTimeout(), TICK));
    queue.removeIf(pending -> gaveUpAtDeadline(pending, now));
    dispatch();
  }

  private boolean gaveUpAtDeadline(PendingPush pending, long now) {
    boolean passed = pending.deadlinePassed(now);
    if (passed) {
      waiting.decrementAndGet();
      giveUpAtDeadline(pending);
    }
    return passed;
  }

  /**
   * Gives up the connections that there are when their last answers have come, and sends what
   * follows over new ones. Any thread.
   */
  void renewConnections() {
    context.runOnContext(_ -> slots.forEach(slot -> slot.renew("the key was replaced")));
  }

  /**
   * Sends nothing more. Completes when every push has its outcome; those on their way may take the
   * request time-out for it.
   */
  Future<Void> close() {
    context.runOnContext(_ -> {
      closing = true;
      slots.forEach(ConnectionSlot::close);
      dispatch();
    });
    return drained.future();
  }
}
