package dev.marquee.testbed.apns;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * The developer's half of a provider authentication key: what one downloads from Apple as a {@code
 * .p8} file. Made here, so that tests and the local stack need no Apple account.
 */
public final class DeveloperKey {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String teamId;
  private final String keyId;
  private final ECPublicKey publicKey;
  private final ECPrivateKey privateKey;

  private DeveloperKey(
      String teamId, String keyId, ECPublicKey publicKey, ECPrivateKey privateKey) {
    this.teamId = Objects.requireNonNull(teamId, "teamId");
    this.keyId = Objects.requireNonNull(keyId, "keyId");
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** Makes a fresh P-256 key. */
  public static DeveloperKey generate(String teamId, String keyId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new DeveloperKey(
          teamId, keyId, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform makes P-256 keys", e);
    }
  }

  public String teamId() {
    return teamId;
  }

  public String keyId() {
    return keyId;
  }

  public ECPrivateKey privateKey() {
    return privateKey;
  }

  /** The private key as the text of a {@code .p8} file. */
  public String p8() {
    return Pem.encode("PRIVATE KEY", privateKey.getEncoded());
  }

  /** Apple's half, good for every app and both environments. */
  public ProviderKey providerKey() {
    return new ProviderKey(teamId, keyId, publicKey);
  }

  /** A provider token as Apple asks for it, signed in the raw form of RFC 7518. */
  public String providerToken(Instant issuedAt) {
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}";
    String claims = "{\"iss\":\"" + teamId + "\",\"iat\":" + issuedAt.getEpochSecond() + "}";
    String signed = base64url(header) + "." + base64url(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(privateKey);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Key " + keyId + " cannot sign", e);
    }
  }

  private static String base64url(String text) {
    return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "developer key " + keyId + " of team " + teamId;
  }
}
