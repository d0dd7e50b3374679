package dev.marquee.registry.production;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Finds settings that are fine on a test bench and a danger in production. Pure. */
final class UnsafeSettings {
  private static final String LOCAL_ISSUER = "https://marquee.local";

  private final Config config;

  private UnsafeSettings(Config config) {
    this.config = config;
  }

  /** One sentence for each, with the name of the setting first. */
  static List<String> in(Config config) {
    UnsafeSettings settings = new UnsafeSettings(config);
    return Stream.of(
            settings.clock(),
            settings.issuer(),
            settings.key(),
            settings.kafka(),
            settings.database(),
            settings.crossOrigin())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> clock() {
    return complaint(
        value("marquee.clock.offset-url") != null,
        "marquee.clock.offset-url is set: production runs on the machine's clock");
  }

  private Optional<String> issuer() {
    String issuer = value("mp.jwt.verify.issuer");
    return complaint(
        issuer == null || issuer.equals(LOCAL_ISSUER),
        "mp.jwt.verify.issuer is that of local stacks: name your identity provider");
  }

  private Optional<String> key() {
    String location = value("mp.jwt.verify.publickey.location");
    return complaint(
        location != null && location.toLowerCase(Locale.ROOT).startsWith("http:"),
        "mp.jwt.verify.publickey.location is fetched over http: use https or a file");
  }

  private Optional<String> kafka() {
    String protocol = value("kafka.security.protocol");
    return complaint(
        protocol == null || !protocol.toUpperCase(Locale.ROOT).endsWith("SSL"),
        "kafka.security.protocol is not SSL or SASL_SSL: tokens would cross the network in the clear");
  }

  private Optional<String> database() {
    String mode = value("quarkus.datasource.reactive.postgresql.ssl-mode");
    return complaint(
        mode == null || !List.of("require", "verify-ca", "verify-full").contains(mode),
        "quarkus.datasource.reactive.postgresql.ssl-mode is not require, verify-ca or verify-full:"
            + " tokens would cross the network in the clear");
  }

  private Optional<String> crossOrigin() {
    return complaint(
        "true".equals(value("quarkus.http.cors.enabled")),
        "quarkus.http.cors.enabled is true: no browser has business here");
  }

  private static Optional<String> complaint(boolean unsafe, String sentence) {
    return unsafe ? Optional.of(sentence) : Optional.empty();
  }

  private @Nullable String value(String name) {
    return config.getOptionalValue(name, String.class).orElse(null);
  }
}
