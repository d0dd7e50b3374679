package dev.marquee.testbed.apns;

/**
 * The {@code authorization} of one connection, with what is recorded in its place. Clients repeat
 * it with each request, so it is masked once per change. Used by the connection's event loop only.
 */
final class SecretHeader {
  private String value = "";
  private String masked = "";

  String masked(String newest) {
    if (!newest.equals(value)) {
      value = newest;
      masked = "bearer " + Fingerprint.of(newest);
    }
    return masked;
  }
}
