package dev.marquee.dispatcher.testing;

import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPush;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sends nothing, and answers nothing until it is told what. Thread-safe. */
public final class RecordingApns implements ApnsClient {
  private final List<ApnsPush> pushes = new CopyOnWriteArrayList<>();
  private volatile @Nullable ApnsOutcome answer;
  private volatile boolean broken;

  /** Pushes from now on are answered so, at once. */
  public void answer(ApnsOutcome outcome) {
    answer = outcome;
  }

  /** Pushes from now on end in an exception, as no client should. */
  public void breakDown() {
    broken = true;
  }

  /** How many pushes it was given. */
  public int sent() {
    return pushes.size();
  }

  /** The pushes that it was given. */
  public List<ApnsPush> pushes() {
    return pushes;
  }

  @Override
  public CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
    pushes.add(push);
    if (broken) {
      throw new IllegalStateException("the client is broken");
    }
    ApnsOutcome known = answer;
    return known == null ? new CompletableFuture<>() : CompletableFuture.completedStage(known);
  }

  @Override
  public boolean serves(ApnsLane lane) {
    return true;
  }

  @Override
  public void close() {
    broken = true;
  }
}
