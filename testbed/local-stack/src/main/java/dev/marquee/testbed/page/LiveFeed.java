package dev.marquee.testbed.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Tells a browser what the page shows, by server-sent events: at once, and then whenever it is
 * something else. It looks several times a second, and only while somebody is there, because much
 * of what changes is no event of anybody: a card grows stale, another leaves in time.
 */
final class LiveFeed {

  private static final Duration PERIOD = Duration.ofMillis(120);

  /** Without a word for so many periods, it says that it is still there. */
  private static final int QUIET_LIMIT = 80;

  private static final int VIEWER_LIMIT = 50;

  private final Supplier<String> scene;
  private final Semaphore viewers = new Semaphore(VIEWER_LIMIT);

  /** Shows what this supplies, each one line. */
  LiveFeed(Supplier<String> scene) {
    this.scene = scene;
  }

  /** Answers until the viewer leaves or the thread is interrupted. */
  void show(HttpExchange exchange) throws IOException {
    if (!viewers.tryAcquire()) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream viewer = exchange.getResponseBody()) {
      tell(viewer);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      viewers.release();
    }
  }

  private void tell(OutputStream viewer) throws IOException, InterruptedException {
    String shown = "";
    int quiet = 0;
    while (true) {
      String now = scene.get();
      if (!now.equals(shown)) {
        say(viewer, "data: " + now);
        shown = now;
        quiet = 0;
      } else if (++quiet >= QUIET_LIMIT) {
        say(viewer, ": nothing new");
        quiet = 0;
      }
      Thread.sleep(PERIOD);
    }
  }

  private static void say(OutputStream viewer, String event) throws IOException {
    viewer.write((event + "\n\n").getBytes(UTF_8));
    viewer.flush();
  }
}
