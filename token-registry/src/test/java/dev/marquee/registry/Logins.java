package dev.marquee.registry;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** Logins as an identity provider would give them out. */
final class Logins {
  private static final KeyPair KEYS = generate();
  private static final String ISSUER = "https://marquee.local";
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  private Logins() {}

  static String publicKey() {
    return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
  }

  static String user(String userId) {
    return bearer(userId, VALIDITY, Set.of());
  }

  static String operator() {
    return bearer("operator-1", VALIDITY, Set.of("operator"));
  }

  static String expired(String userId) {
    return bearer(userId, VALIDITY.negated(), Set.of());
  }

  /** A login that is valid still, and was issued some time ago. */
  static String issuedAgo(String userId, Duration age) {
    return "Bearer "
        + Jwt.issuer(ISSUER)
            .subject(userId)
            .issuedAt(Instant.now().minus(age))
            .expiresIn(VALIDITY.plus(age))
            .sign(KEYS.getPrivate());
  }

  private static String bearer(String userId, Duration validity, Set<String> groups) {
    return "Bearer "
        + Jwt.issuer(ISSUER)
            .subject(userId)
            .groups(groups)
            .expiresIn(validity)
            .sign(KEYS.getPrivate());
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has RSA", e);
    }
  }
}
