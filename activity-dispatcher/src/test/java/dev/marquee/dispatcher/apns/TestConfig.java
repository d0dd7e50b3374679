package dev.marquee.dispatcher.apns;

import dev.marquee.contracts.token.ApnsEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration in which every host is this machine. */
record TestConfig(
    int port,
    int sandboxPort,
    Path certificate,
    Duration requestTimeout,
    int connections,
    int queueLimit,
    Map<String, Key> keys)
    implements ApnsConfig {

  /** With both environments on one port. */
  TestConfig(
      int port,
      Path certificate,
      Duration requestTimeout,
      int connections,
      int queueLimit,
      Map<String, Key> keys) {
    this(port, port, certificate, requestTimeout, connections, queueLimit, keys);
  }

  @Override
  public Duration keyCheckInterval() {
    return Duration.ofMillis(100);
  }

  @Override
  public String productionHost() {
    return "localhost";
  }

  @Override
  public int productionPort() {
    return port;
  }

  @Override
  public String sandboxHost() {
    return "localhost";
  }

  @Override
  public Optional<Path> trustedCertificate() {
    return Optional.of(certificate);
  }

  record TestKey(
      Optional<String> keyId,
      String teamId,
      Path keyFile,
      List<String> apps,
      Optional<ApnsEnvironment> environment)
      implements Key {}
}
