package dev.marquee.clock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server's half of the protocol, as small as it can be. */
final class OffsetFeed implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private long version;
  private long offsetMillis;
  private volatile boolean broken;

  OffsetFeed(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/clock", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI uri() {
    return URI.create("http://localhost:" + port() + "/clock");
  }

  synchronized void serve(Duration offset) {
    version++;
    offsetMillis = offset.toMillis();
    notifyAll();
  }

  void answerGarbage(boolean garbage) {
    broken = garbage;
  }

  List<String> questions() {
    return List.copyOf(questions);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    questions.add(query);
    try (exchange) {
      String body = broken ? "<html>not the clock</html>" : awaitChange(after(query));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long after(String query) {
    return Long.parseLong(query.replaceFirst("after=(-?\\d+)&.*", "$1"));
  }

  private synchronized String awaitChange(long after) throws InterruptedException {
    while (version == after) {
      wait();
    }
    return "{ \"version\": " + version + ", \"offsetMillis\": " + offsetMillis + " }";
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
