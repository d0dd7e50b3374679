package dev.marquee.clock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a {@link BusinessClock} at the offset that a feed serves, so that all processes of a local
 * stack live in one business time. Not for production, which has no such feed.
 *
 * <p>It asks {@code GET {feed}?after={version}&follower={name}} again and again; the feed answers
 * {@code {"version":n,"offsetMillis":m}} as soon as its version differs from {@code after}, or
 * repeats itself after a while. Asking again is the acknowledgement: the offset of {@code after}
 * holds in this process. The first question says {@code after=-1}.
 *
 * <p>A feed that fails is asked again every {@link #RETRY_PAUSE}, and the last offset stays. Runs
 * on a virtual thread of its own.
 */
public final class OffsetFollower implements AutoCloseable {

  static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  /** Longer than any feed holds a question open, short enough to notice a half-dead connection. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long NO_VERSION = -1;

  private static final System.Logger LOG = System.getLogger(OffsetFollower.class.getName());

  private final BusinessClock clock;
  private final URI feed;
  private final String name;
  private final HttpClient client;
  private final Thread thread;
  private final CountDownLatch firstOffset = new CountDownLatch(1);
  private volatile boolean closed;

  private OffsetFollower(BusinessClock clock, URI feed, String name) {
    this.clock = clock;
    this.feed = feed;
    this.name = name;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    this.thread = Thread.ofVirtual().name("business-clock-" + name).unstarted(this::run);
  }

  /**
   * Starts to follow.
   *
   * @param name what this process is called among the followers; unique there
   */
  public static OffsetFollower start(BusinessClock clock, URI feed, String name) {
    OffsetFollower follower = new OffsetFollower(clock, feed, name);
    follower.thread.start();
    return follower;
  }

  /**
   * Waits until the feed has answered once, so that a process need not act in the wrong business
   * time while it starts.
   *
   * @return whether it has; if not, the clock is unshifted and following goes on
   */
  public boolean awaitFirstOffset(Duration timeout) throws InterruptedException {
    return firstOffset.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    long version = NO_VERSION;
    boolean failing = false;
    while (!closed) {
      try {
        SharedOffset answer = ask(version);
        clock.setOffset(answer.offset());
        version = answer.version();
        firstOffset.countDown();
        failing = false;
      } catch (IOException | IllegalArgumentException e) {
        if (!failing && !closed) {
          LOG.log(
              Level.WARNING, "The feed of the clock at {0} fails, the offset stays: {1}", feed, e);
        }
        failing = true;
        pause();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private SharedOffset ask(long after) throws IOException, InterruptedException {
    URI question =
        URI.create(feed + "?after=" + after + "&follower=" + URLEncoder.encode(name, UTF_8));
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(question).timeout(ANSWER_TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return SharedOffset.parse(response.body());
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_PAUSE);
    } catch (InterruptedException _) {
      // Only close() interrupts, and it has set the flag that ends the loop.
      Thread.currentThread().interrupt();
    }
  }

  /** Stops following; the clock keeps its offset. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    client.shutdownNow();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
