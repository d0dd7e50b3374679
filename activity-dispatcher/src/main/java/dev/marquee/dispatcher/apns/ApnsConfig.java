package dev.marquee.dispatcher.apns;

import dev.marquee.contracts.token.ApnsEnvironment;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How pushes reach APNs: hosts, connections, and the keys that sign for the apps. */
@ConfigMapping(prefix = "marquee.apns")
public interface ApnsConfig {

  /** Host of the push service for apps from the App Store, TestFlight and ad hoc distribution. */
  @WithDefault("api.push.apple.com")
  String productionHost();

  /** Its port. Apple also listens on 2197, for firewalls that block other HTTPS than their own. */
  @WithDefault("443")
  @Min(1) @Max(65535) int productionPort();

  /** Host of the push service for apps that Xcode signed for development. */
  @WithDefault("api.sandbox.push.apple.com")
  String sandboxHost();

  /** Its port; Apple also listens on 2197. */
  @WithDefault("443")
  @Min(1) @Max(65535) int sandboxPort();

  /**
   * A PEM file with the certificates to trust instead of the Java platform's. Apple's root is among
   * those; a simulator's is not.
   */
  Optional<Path> trustedCertificate();

  /**
   * How long an answer may take after the request was written. What has none by then is unknown,
   * and waits like everything unknown; so this is long against Apple's usual tenths of a second.
   */
  @WithDefault("PT10S")
  Duration requestTimeout();

  /**
   * How many connections a key keeps to one environment for tokens that APNs has accepted before.
   * Each carries what APNs allows, 1000 requests at a time as a rule. One more is kept for tokens
   * not yet proven.
   */
  @WithDefault("2")
  @Min(1) @Max(16) int connections();

  /**
   * How many pushes may wait for a place on a connection, per key, environment and kind of token.
   * More are turned away at once, as not sent.
   */
  @WithDefault("10000")
  @Min(1) int queueLimit();

  /** How often to look whether a key file has been replaced. */
  @WithDefault("PT10S")
  Duration keyCheckInterval();

  /** The signing keys, by a name of your choice. */
  Map<String, Key> keys();

  /** One of the keys that Apple's developer portal issues for token authentication. */
  interface Key {

    /**
     * The key's id of ten letters and digits, as the developer portal shows it. Not used where
     * {@link #keyFile} is a folder.
     */
    Optional<String> keyId();

    /** The id of the team that the key belongs to, ten letters and digits. */
    String teamId();

    /**
     * The {@code .p8} file as it was downloaded, PKCS#8 in PEM; or a folder of such files under
     * Apple's names ({@code AuthKey_ABCDE12345.p8}), of which the newest signs. Looked at again and
     * again: a replaced file, or a newer one in the folder, takes over without a restart.
     */
    Path keyFile();

    /** The bundle ids of the apps that this key signs for. */
    List<String> apps();

    /** The only environment the key is for; absent, it signs for both, as older team keys may. */
    Optional<ApnsEnvironment> environment();
  }
}
