package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.dispatcher.apns.ApnsClient;
import dev.marquee.dispatcher.apns.ApnsLane;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.ApnsPush;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One APNs that several replicas send to. It accepts everything, remembers what came for each
 * token, and takes note when two replicas hold one activity at a time. Thread-safe.
 */
final class SharedApns implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Duration requestTimeout;
  private final ExecutorService network = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Received>> received = new ConcurrentHashMap<>();
  private final Map<String, Waiting> unanswered = new ConcurrentHashMap<>();
  private final Queue<String> twoHolders = new ConcurrentLinkedQueue<>();

  /** A push as it came. */
  record Received(String replica, String event, long timestamp, String gate) {}

  private record Waiting(String replica, long deadlineNanos) {}

  /**
   * @param requestTimeout how much longer than a push may be written its lease lasts
   */
  SharedApns(Duration requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  /** One replica's way to it, which may stall: pushes get through, and answers do not come back. */
  final class Client implements ApnsClient {
    private final String replica;
    private final Queue<CompletableFuture<ApnsOutcome>> stalled = new ConcurrentLinkedQueue<>();
    private volatile boolean stalls;

    private Client(String replica) {
      this.replica = replica;
    }

    void stall() {
      stalls = true;
    }

    /** All answers come at once. */
    void wake() {
      stalls = false;
      CompletableFuture<ApnsOutcome> answer = stalled.poll();
      while (answer != null) {
        answer.complete(new ApnsOutcome.Accepted(null));
        answer = stalled.poll();
      }
    }

    int stalledAnswers() {
      return stalled.size();
    }

    @Override
    public CompletionStage<ApnsOutcome> send(ApnsPush push, long deadlineNanos) {
      if (System.nanoTime() - deadlineNanos > 0) {
        return CompletableFuture.completedFuture(new ApnsOutcome.NotSent("the deadline passed"));
      }
      String token = push.token().hex();
      Waiting waiting = new Waiting(replica, deadlineNanos);
      Waiting before = unanswered.put(token, waiting);
      if (before != null
          && System.nanoTime() - before.deadlineNanos() - requestTimeout.toNanos() < 0) {
        twoHolders.add("%s is held by %s and by %s".formatted(token, before.replica(), replica));
      }
      received.computeIfAbsent(token, _ -> new CopyOnWriteArrayList<>()).add(read(push));
      CompletableFuture<ApnsOutcome> answer = new CompletableFuture<>();
      if (stalls) {
        stalled.add(answer);
      } else {
        network.execute(() -> {
          unanswered.remove(token, waiting);
          answer.complete(new ApnsOutcome.Accepted(null));
        });
      }
      return answer;
    }

    private Received read(ApnsPush push) {
      try {
        JsonNode aps = json.readTree(push.payload()).path("aps");
        return new Received(
            replica,
            aps.path("event").asText(),
            aps.path("timestamp").asLong(),
            aps.path("content-state").path("gate").asText());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean serves(ApnsLane lane) {
      return true;
    }

    @Override
    public void close() {}
  }

  Client clientOf(String replica) {
    return new Client(replica);
  }

  /** What came for each token, in the order of its arrival. */
  Map<String, List<Received>> received() {
    return received;
  }

  /** Activities that two replicas held at a time. */
  Queue<String> twoHolders() {
    return twoHolders;
  }

  @Override
  public void close() {
    network.close();
  }
}
