package org.distributedactors.transport.netty;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.distributedactors.transport.netty.Tls.ClientAuth;
import org.distributedactors.transport.netty.Tls.VerifyPeer;

/// Certificates that a test makes for its nodes: an authority, and what it signs.
public final class TestCertificates {

    private final X509Bundle authority;

    public TestCertificates() {
        this("authority");
    }

    public TestCertificates(String name) {
        authority =
                built(() ->
                        new CertificateBuilder()
                                .ecp256()
                                .subject("CN=" + name)
                                .setIsCertificateAuthority(true)
                                .buildSelfSigned());
    }

    /// A certificate for a node on 127.0.0.1. Erlang looks for the host among the DNS names, also where it is an address.
    public X509Bundle node(String name) {
        return issue(onLoopback(name).addSanRfc822Name(name));
    }

    private static CertificateBuilder onLoopback(String name) {
        return builder(name).addSanIpAddress("127.0.0.1").addSanDnsName("127.0.0.1");
    }

    public X509Bundle issue(CertificateBuilder builder) {
        return built(() -> builder.buildIssuedBy(authority));
    }

    public static CertificateBuilder builder(String name) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addExtendedKeyUsageServerAuth()
                .addExtendedKeyUsageClientAuth();
    }

    public X509Bundle expired(String name) {
        return issue(
                onLoopback(name)
                        .notBefore(Instant.now().minus(Duration.ofDays(20)))
                        .notAfter(Instant.now().minus(Duration.ofDays(10))));
    }

    /// What a node is given that shows this certificate and trusts this authority.
    public TlsMaterial material(X509Bundle own, String... protocols) {
        try {
            return new TlsMaterial(
                    own.toKeyManagerFactory(),
                    authority.toTrustManagerFactory(),
                    List.of(protocols),
                    List.of());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public Tls tls(X509Bundle own, String... protocols) {
        return new Tls(material(own, protocols), ClientAuth.NEED, VerifyPeer.HOST);
    }

    /// What a node has that was given no certificate of its own.
    public Tls tlsWithoutCertificate() {
        try {
            KeyManagerFactory none =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            none.init(null, null);
            TlsMaterial material =
                    new TlsMaterial(none, authority.toTrustManagerFactory(), List.of(), List.of());
            return new Tls(material, ClientAuth.NEED, VerifyPeer.HOST);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Writes `cert.pem`, `key.pem` and `ca.pem` of a certificate, as OpenSSL and Erlang read them.
    public void write(X509Bundle own, Path directory) {
        try {
            Files.writeString(directory.resolve("cert.pem"), own.getCertificatePathPEM());
            Files.writeString(directory.resolve("key.pem"), own.getPrivateKeyPEM());
            Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private interface Building {
        X509Bundle build() throws Exception;
    }

    private static X509Bundle built(Building building) {
        try {
            return building.build();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
