package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a client needs to be let in by a simulator of another process, as files of one folder. */
record ApnsFiles(Path folder) {

  static final String TEAM_ID = "TEAM000001";
  static final String KEY_ID = "KEY0000001";

  /** Writes them. */
  void write(ApnsSimulator apns, DeveloperKey key) {
    try {
      apns.tlsIdentity().writeCertificate(certificate());
      Files.writeString(signingKey(), key.p8());
    } catch (IOException e) {
      throw new UncheckedIOException("The keys of the benchmark cannot be written", e);
    }
  }

  /** The server's certificate, in PEM. */
  Path certificate() {
    return folder.resolve("apns-certificate.pem");
  }

  /** The key that signs provider tokens. */
  Path signingKey() {
    return folder.resolve("AuthKey_" + KEY_ID + ".p8");
  }
}
