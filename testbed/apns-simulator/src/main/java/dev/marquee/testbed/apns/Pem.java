package dev.marquee.testbed.apns;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The textual encoding of keys and certificates (RFC 7468). */
final class Pem {
  private static final int LINE = 64;

  private Pem() {}

  static String encode(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
