package dev.marquee.testbed.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * TCP ports of this machine's loopback address. A free port stays free only as long as nobody takes
 * it: bind it soon.
 */
public final class Ports {

  /** Stands for "any free port" in the settings of a backend. */
  public static final int ANY = 0;

  private Ports() {}

  /** Returns a port that was free a moment ago. */
  public static int free() {
    try (ServerSocket socket = bind(ANY)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BackendException("No TCP port is free on this machine", e);
    }
  }

  /** Tells whether {@code port} could be bound a moment ago. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  /** Returns the wanted port, or a free one for {@link #ANY}; a taken one is an error. */
  static int claim(int wanted, String owner) {
    if (wanted == ANY) {
      return free();
    }
    if (!isFree(wanted)) {
      throw new BackendException(
          "Port "
              + wanted
              + " for "
              + owner
              + " is taken: stop who listens there, or choose another");
    }
    return wanted;
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
