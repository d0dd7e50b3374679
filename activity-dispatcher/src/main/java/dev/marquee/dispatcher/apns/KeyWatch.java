package dev.marquee.dispatcher.apns;

import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the key of a part of the configuration has been replaced, and sees to it that the
 * new one signs. A file that is broken or half written changes nothing: the old key goes on. One
 * thread at a time.
 */
final class KeyWatch {
  private static final Logger LOG = Logger.getLogger(KeyWatch.class);

  private final String property;
  private final ApnsConfig.Key config;
  private final ProviderTokenSource tokens;
  private final List<ConnectionPool> pools;
  private @Nullable String lastComplaint;

  /**
   * @param pools whose connections APNs has tied to the key
   */
  KeyWatch(
      String property,
      ApnsConfig.Key config,
      ProviderTokenSource tokens,
      List<ConnectionPool> pools) {
    this.property = property;
    this.config = config;
    this.tokens = tokens;
    this.pools = List.copyOf(pools);
  }

  /** Reads the file, which blocks. */
  void look() {
    try {
      ApnsKey key = ApnsKey.load(property, config);
      lastComplaint = null;
      if (tokens.replaceKey(key)) {
        LOG.infof("%s: the key %s signs from now on", property, key.keyId());
        pools.forEach(ConnectionPool::renewConnections);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      complainOnce(String.valueOf(e.getMessage()));
    }
  }

  private void complainOnce(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      lastComplaint = complaint;
      LOG.errorf("the key in use is kept: %s", complaint);
    }
  }
}
