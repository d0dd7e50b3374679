package dev.marquee.testbed.apns;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key and self-signed certificate that a simulator shows to its clients, which have to be told
 * to trust it.
 */
public final class TlsIdentity {
  /**
   * Fixed and wide, because the clocks of a test are settable and those of TLS libraries are not.
   */
  private static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");

  private static final Instant NOT_AFTER = Instant.parse("2100-01-01T00:00:00Z");

  private final PrivateKey key;
  private final X509Certificate certificate;

  private TlsIdentity(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Makes a fresh identity for this machine's own names: {@code localhost}, {@code 127.0.0.1},
   * {@code ::1}.
   */
  public static TlsIdentity forLocalhost() {
    return selfSigned(List.of("localhost"), List.of("127.0.0.1", "::1"));
  }

  /** Makes a fresh identity for the given host names and addresses. */
  public static TlsIdentity selfSigned(List<String> hostNames, List<String> addresses) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new TlsIdentity(pair.getPrivate(), certify(pair, hostNames, addresses));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("No TLS certificate for " + hostNames, e);
    }
  }

  private static X509Certificate certify(
      KeyPair pair, List<String> hostNames, List<String> addresses)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X500Name name = new X500Name("CN=" + hostNames.getFirst() + ",O=Marquee APNs simulator");
    GeneralNames names =
        new GeneralNames(
            Stream.concat(
                    hostNames.stream().map(host -> new GeneralName(GeneralName.dNSName, host)),
                    addresses.stream()
                        .map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new));
    var builder =
        new JcaX509v3CertificateBuilder(
                name,
                serialNumber(pair),
                Date.from(NOT_BEFORE),
                Date.from(NOT_AFTER),
                name,
                pair.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(Extension.subjectAlternativeName, false, names);
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /** Differs between identities, because clients remember issuer and number. */
  private static BigInteger serialNumber(KeyPair pair) {
    return BigInteger.valueOf(
        1L + Integer.toUnsignedLong(Arrays.hashCode(pair.getPublic().getEncoded())));
  }

  PrivateKey key() {
    return key;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate as PEM text. */
  public String certificatePem() {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate made here can be encoded", e);
    }
  }

  /** Writes the certificate as a PEM file, for clients that are told a path. */
  public void writeCertificate(Path file) throws IOException {
    Files.writeString(Objects.requireNonNull(file, "file"), certificatePem());
  }
}
