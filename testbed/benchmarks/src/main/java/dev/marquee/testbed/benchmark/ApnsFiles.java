package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a client needs to be let in by a simulator of another process.
 *
 * @param folder with the files
 * @param teamId the team of the key
 * @param keyId the key's id
 */
record ApnsFiles(Path folder, String teamId, String keyId) {

  /** The key of a simulator that runs by itself. */
  static ApnsFiles in(Path folder) {
    return new ApnsFiles(folder, "TEAM000001", "KEY0000001");
  }

  /** A key with these ids. */
  DeveloperKey newKey() {
    return DeveloperKey.generate(teamId, keyId);
  }

  /** Writes the files. */
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
    return folder.resolve("AuthKey_" + keyId + ".p8");
  }
}
