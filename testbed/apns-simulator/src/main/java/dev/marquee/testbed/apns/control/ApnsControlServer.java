package dev.marquee.testbed.apns.control;

import com.sun.net.httpserver.HttpServer;
import dev.marquee.testbed.apns.ApnsSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An {@link ApnsControl} on a port of its own, on the loopback interface, for a simulator that runs
 * without the local stack. Closing it leaves the simulator running.
 */
public final class ApnsControlServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private ApnsControlServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Serves the control of a simulator.
   *
   * @param port to listen on; 0 takes a free one
   * @throws IOException if the port is taken
   */
  public static ApnsControlServer start(ApnsSimulator apns, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ApnsControlServer control = new ApnsControlServer(server);
    server.createContext(ApnsControl.PATH, new ApnsControl(apns));
    server.setExecutor(control.requests);
    server.start();
    return control;
  }

  /** Where {@link ApnsControl#PATH} is found. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + ApnsControl.PATH);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
