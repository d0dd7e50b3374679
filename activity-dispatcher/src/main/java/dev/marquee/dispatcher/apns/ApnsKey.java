package dev.marquee.dispatcher.apns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of Apple's developer portal that signs provider tokens. Never shows its private part.
 *
 * @param keyId ten letters and digits
 * @param teamId ten letters and digits
 * @param privateKey on the curve P-256
 */
record ApnsKey(String keyId, String teamId, ECPrivateKey privateKey) {

  private static final Pattern APPLE_ID = Pattern.compile("[A-Za-z0-9]{10}");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final int P256_BITS = 256;

  /**
   * Reads the key that a part of the configuration describes.
   *
   * @param property the part's name; every complaint names the property that is at fault
   * @throws IllegalArgumentException if anything about the key is wrong
   */
  static ApnsKey load(String property, ApnsConfig.Key config) {
    KeyFile file = KeyFile.find(property, config);
    return new ApnsKey(
        appleId(property + ".key-id", file.keyId()),
        appleId(property + ".team-id", config.teamId()),
        read(property + ".key-file", file.file()));
  }

  private static String appleId(String property, String id) {
    if (!APPLE_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "%s: an id of ten letters and digits is needed, not \"%s\"".formatted(property, id));
    }
    return id;
  }

  private static ECPrivateKey read(String property, Path file) {
    try {
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (!pem.find()) {
        throw new IllegalArgumentException(
            "%s: %s holds no PKCS#8 private key in PEM".formatted(property, file));
      }
      return decode(property, file, pem.group(1));
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: cannot read %s".formatted(property, file), e);
    }
  }

  // What the libraries say about a broken key may quote it: their exceptions are not passed on.
  private static ECPrivateKey decode(String property, Path file, String base64) {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
      var key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(encoded);
      if (key.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // Falls through to the complaint.
    }
    throw new IllegalArgumentException(
        "%s: %s holds no elliptic curve key on P-256".formatted(property, file));
  }

  @Override
  public String toString() {
    return "ApnsKey[keyId=%s, teamId=%s]".formatted(keyId, teamId);
  }
}
