package dev.marquee.testbed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * The login of the local stack: it signs bearer tokens for anybody, with a key that lives as long
 * as the stack. Thread-safe.
 */
public final class DeveloperTokens {

  static final String ISSUER = "https://marquee.local";

  private static final String OPERATOR_GROUP = "operator";
  private static final int RSA_BITS = 2048;
  private static final float LIFE_MINUTES = 24 * 60;

  private final KeyPair keys;
  private final Path publicKey;

  private DeveloperTokens(KeyPair keys, Path publicKey) {
    this.keys = keys;
    this.publicKey = publicKey;
  }

  /**
   * Makes a key pair and leaves the public half in {@code folder}, for the services to check with.
   */
  static DeveloperTokens create(Path folder) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      KeyPair keys = generator.generateKeyPair();
      Path publicKey = folder.resolve("user-tokens.pem");
      Files.writeString(publicKey, pem(keys.getPublic()));
      return new DeveloperTokens(keys, publicKey);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform makes RSA keys", e);
    }
  }

  Path publicKey() {
    return publicKey;
  }

  /** A bearer token of this user, good for a day. */
  public String forUser(String userId) {
    return sign(userId, List.of());
  }

  /** A bearer token of somebody who runs the services. */
  public String forOperator(String userId) {
    return sign(userId, List.of(OPERATOR_GROUP));
  }

  private static String pem(PublicKey key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(body);
  }

  private String sign(String subject, List<String> groups) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setSubject(subject);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(LIFE_MINUTES);
    claims.setGeneratedJwtId();
    claims.setStringListClaim("groups", groups);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setHeader("typ", "JWT");
    signature.setPayload(claims.toJson());
    signature.setKey(keys.getPrivate());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("Cannot sign a token with a key made for it", e);
    }
  }
}
