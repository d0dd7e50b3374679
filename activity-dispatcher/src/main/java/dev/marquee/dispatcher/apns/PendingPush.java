package dev.marquee.dispatcher.apns;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A push on its way through a pool, and what has been tried with it. Confined to the pool. */
final class PendingPush {

  final ApnsPush push;
  final long deadlineNanos;
  final CompletableFuture<ApnsOutcome> outcome = new CompletableFuture<>();

  /** How often it was surely not processed, and so sent again. */
  int resends;

  /** Why it was not processed the last time. */
  @Nullable String lastCause;

  /** Whether it was sent again although APNs had answered; that happens once at most. */
  boolean sentAgainAfterAnswer;

  PendingPush(ApnsPush push, long deadlineNanos) {
    this.push = push;
    this.deadlineNanos = deadlineNanos;
  }

  boolean deadlinePassed(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  /** Ends it as surely not sent. */
  void giveUp(String cause) {
    outcome.complete(new ApnsOutcome.NotSent(cause));
  }
}
