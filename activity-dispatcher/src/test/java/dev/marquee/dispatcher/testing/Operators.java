package dev.marquee.dispatcher.testing;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** Logins as an identity provider would give them out. */
public final class Operators {
  static final String ISSUER = "https://marquee.local";
  private static final KeyPair KEYS = generate();

  private Operators() {}

  static String publicKey() {
    return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
  }

  /** The value of an {@code Authorization} header. */
  public static String bearer(String name) {
    return bearer(name, Set.of("operator"));
  }

  /** Somebody with a ticket. */
  public static String bearerOfUser(String name) {
    return bearer(name, Set.of());
  }

  private static String bearer(String name, Set<String> groups) {
    return "Bearer "
        + Jwt.issuer(ISSUER)
            .subject(name)
            .upn(name)
            .groups(groups)
            .expiresIn(Duration.ofMinutes(10))
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
