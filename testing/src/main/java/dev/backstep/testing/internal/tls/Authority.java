package dev.backstep.testing.internal.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates as Amazon does: a root, one authority below it, and the certificates of
 * servers. Its keys are made when they are first needed and live as long as the process.
 */
public final class Authority {

  private static final X500Name ROOT = new X500Name("C=US,O=Amazon,CN=Simulated Root CA 1");
  private static final X500Name ISSUER = new X500Name("C=US,O=Amazon,OU=Server CA 1B,CN=Amazon");
  private static final Instant BEGIN = Instant.parse("2015-10-22T00:00:00Z");
  private static final Instant END = Instant.parse("2046-10-19T00:00:00Z");

  private final KeyPair rootKeys = keys();
  private final KeyPair issuerKeys = keys();
  private final KeyPair serverKeys = keys();
  private final X509Certificate root = authority(ROOT, rootKeys.getPublic(), 1);
  private final X509Certificate issuer = authority(ISSUER, issuerKeys.getPublic(), 0);

  private Authority() {}

  /** The one of this process. */
  public static Authority get() {
    return Holder.INSTANCE;
  }

  /** What clients must trust. */
  public X509Certificate root() {
    return root;
  }

  /** The certificate of a server and of the authority that signed it. */
  public List<X509Certificate> chain(Identity identity) {
    X500Name subject = new X500Name("CN=" + identity.names().get(0));
    X509v3CertificateBuilder builder =
        builder(ISSUER, subject, identity.notBefore(), identity.notAfter(), identity.toString());
    return List.of(sign(server(builder, identity), issuerKeys.getPrivate()), issuer);
  }

  /** A certificate that nobody signed but its own server. */
  List<X509Certificate> selfSigned(Identity identity) {
    X500Name subject = new X500Name("CN=" + identity.names().get(0));
    X509v3CertificateBuilder builder =
        builder(subject, subject, identity.notBefore(), identity.notAfter(), "self");
    return List.of(sign(server(builder, identity), serverKeys.getPrivate()));
  }

  PrivateKey serverKey() {
    return serverKeys.getPrivate();
  }

  private X509v3CertificateBuilder builder(
      X500Name by, X500Name subject, Instant from, Instant until, String serial) {
    return builder(by, subject, from, until, serial, serverKeys.getPublic());
  }

  private static X509v3CertificateBuilder builder(
      X500Name by, X500Name subject, Instant from, Instant until, String serial, PublicKey key) {
    UUID number = UUID.nameUUIDFromBytes((subject + serial).getBytes(StandardCharsets.UTF_8));
    return new JcaX509v3CertificateBuilder(
        by,
        new BigInteger(number.toString().replace("-", ""), 16),
        Date.from(from),
        Date.from(until),
        subject,
        key);
  }

  private static X509v3CertificateBuilder server(
      X509v3CertificateBuilder builder, Identity identity) {
    GeneralName[] names =
        identity.names().stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    try {
      return builder
          .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    } catch (CertIOException e) {
      throw new IllegalStateException("cannot write " + identity, e);
    }
  }

  private X509Certificate authority(X500Name subject, PublicKey key, int below) {
    try {
      return sign(
          builder(ROOT, subject, BEGIN, END, "authority", key)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
          rootKeys.getPrivate());
    } catch (CertIOException e) {
      throw new IllegalStateException("cannot write " + subject, e);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make RSA keys", e);
    }
  }

  private static final class Holder {
    static final Authority INSTANCE = new Authority();
  }
}
