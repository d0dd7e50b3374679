package dev.marquee.testbed.benchmark;

import dev.marquee.contracts.token.ApnsEnvironment;
import dev.marquee.dispatcher.apns.ApnsConfig;
import dev.marquee.testbed.stack.TicketApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the dispatcher's client finds a simulator on this machine. Limits are the service's defaults.
 */
record ClientSettings(int productionPort, int connections, ApnsFiles files) implements ApnsConfig {

  @Override
  public String productionHost() {
    return "localhost";
  }

  @Override
  public String sandboxHost() {
    return "localhost";
  }

  @Override
  public int sandboxPort() {
    return productionPort;
  }

  @Override
  public Optional<Path> trustedCertificate() {
    return Optional.of(files.certificate());
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public int queueLimit() {
    return 10_000;
  }

  @Override
  public Duration keyCheckInterval() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Map<String, Key> keys() {
    return Map.of("benchmark", new SigningKey(files));
  }

  private record SigningKey(ApnsFiles files) implements Key {

    @Override
    public Path keyFile() {
      return files.signingKey();
    }

    @Override
    public Optional<String> keyId() {
      return Optional.of(files.keyId());
    }

    @Override
    public String teamId() {
      return files.teamId();
    }

    @Override
    public List<String> apps() {
      return List.of(TicketApp.BUNDLE_ID);
    }

    @Override
    public Optional<ApnsEnvironment> environment() {
      return Optional.empty();
    }
  }
}
