package dev.marquee.dispatcher.apns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds out where a connection goes. Apple asks to look the host up before each new connection: its
 * addresses change, and the connections of a sender shall spread over them.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns">Sending
 *     notification requests to APNs</a>
 */
@FunctionalInterface
interface HostLookup {

  /**
   * One address of the host, by the name service. Blocks; any thread.
   *
   * @throws UnknownHostException if there is none, or the name service does not answer
   */
  InetAddress addressOf(String host) throws UnknownHostException;

  /**
   * By the Java platform, any of the host's addresses. The platform remembers an answer for {@code
   * sun.net.inetaddr.ttl} seconds; our image sets 0.
   *
   * @param random chooses; must be safe for use by several threads
   */
  static HostLookup ofPlatform(RandomGenerator random) {
    return host -> any(InetAddress.getAllByName(host), random);
  }

  /** One of the kind that the platform prefers, for the other kind may have no route. */
  private static InetAddress any(InetAddress[] addresses, RandomGenerator random) {
    List<InetAddress> preferred =
        Arrays.stream(addresses)
            .filter(address -> address.getClass() == addresses[0].getClass())
            .toList();
    return preferred.get(random.nextInt(preferred.size()));
  }
}
