package dev.marquee.dispatcher.apns;

import java.util.concurrent.CompletionStage;

/** Sends pushes to APNs. Any thread may call; no call blocks. */
public interface ApnsClient extends AutoCloseable {

  /**
   * Sends one push, over a connection of its lane's credentials. What is surely not processed is
   * sent again by itself while the deadline lasts, anything else never.
   *
   * @param deadlineNanos the instant, on the scale of {@link System#nanoTime}, after which the push
   *     is not written to a socket any more: it ends as {@link ApnsOutcome.NotSent}. An answer may
   *     come later than that by the request time-out
   * @return completes normally with every outcome, a failure included; on an event loop, so what
   *     follows must not block
   */
  CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos);

  /** Whether a key is configured for the lane. Pushes of other lanes end as not sent. */
  boolean serves(ApnsLane lane);

  /**
   * Takes no more pushes, and waits until those on their way have their outcomes: the request
   * time-out at most. Not to be called on an event loop.
   */
  @Override
  void close();
}
